// The search: every block of the book as plain text, looked through for the
// letters that were typed. Loaded when first asked for; the texts, one file a
// language, come after it and call huoye.add.
window.huoye = (function () {
	"use strict";
	// How many scripts the index of a language has, and which version of it.
	// files, version: set by the generator

	var say = {
		zh: {
			search: "搜索", close: "关闭", hint: "中文、英文、拼音或代码", none: "没有找到",
			some: "找到 # 处", more: "，先列出 100 处", term: "术语", chapter: "第 # 章", load: "正在取索引……"
		},
		en: {
			search: "Search", close: "Close", hint: "Chinese, English, pinyin, or code", none: "Nothing found",
			some: "# found", more: ", the first 100 shown", term: "Term", chapter: "Chapter #", load: "Loading the index…"
		}
	};
	var site, view, langs, words;
	var dialog, input, status, list;
	var entries = [], byLang = {}, terms = [], waiting = 0;
	var most = 100;

	function isHan(c) {
		return c >= 0x2e80 && c <= 0x9fff || c >= 0xf900 && c <= 0xfaff || c >= 0xff00 && c <= 0xff60;
	}

	// fold makes text comparable: lower case, half width, no space beside
	// Chinese. map gets the place in s of each character of the result.
	function fold(s, map) {
		var out = "";
		for (var i = 0; i < s.length; i++) {
			var c = s.charCodeAt(i);
			if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
			else if (c === 10 || c === 9 || c === 0xa0 || c === 0x3000) c = 32;
			if (c === 32 && (isHan(s.charCodeAt(i - 1)) || isHan(s.charCodeAt(i + 1)))) continue;
			var low = String.fromCharCode(c).toLowerCase();
			out += low.length === 1 ? low : s[i];
			if (map) map.push(i);
		}
		return out;
	}

	// plain drops tone marks and what is no letter, for pinyin.
	function plain(s) {
		return s.normalize("NFD").toLowerCase().replace(/[^a-z]/g, "");
	}

	// add takes the texts of one language: chapters with their blocks, and
	// the terms.
	function add(lang, data) {
		function push(e) {
			e.at = e.chapter.number * 1e5 + byLang[lang].length;
			e.key = e.chapter.slug + "#" + (e.heading ? e.heading.id : "");
			byLang[lang].push(e);
		}
		data.chapters.forEach(function (c) {
			var chapter = { slug: c[0], number: c[1], title: c[2] };
			var heading = null;
			push({ chapter: chapter, lang: lang, id: "", kind: 3, text: c[2], folded: fold(c[2]) });
			c[3].forEach(function (b) {
				var e = { chapter: chapter, lang: lang, id: b[0], kind: b[1], text: b[2], folded: fold(b[2]) };
				if (e.kind === 2) heading = e;
				e.heading = heading;
				push(e);
			});
		});
		if (data.terms.length) {
			terms = data.terms.map(function (t) {
				return {
					id: t[0], zh: t[1], en: t[2], pinyin: t[3], forms: t[4],
					folded: t[4].concat(t[5]).map(function (s) { return fold(s); }), plain: plain(t[3])
				};
			});
		}
		if (--waiting === 0) ready();
	}

	function ready() {
		langs.forEach(function (l) { entries = entries.concat(byLang[l]); });
		run();
	}

	// The kinds of entries, and what a hit in each is worth.
	var worth = [4, 10, 30, 60]; // code, text, heading, title

	// findTerms returns the terms that a query means, best first.
	function findTerms(query) {
		var q = fold(query.trim()), p = plain(query);
		var found = [];
		if (!q) return found;
		terms.forEach(function (t) {
			var score = 0;
			t.folded.forEach(function (f) {
				if (f === q) score = Math.max(score, 4);
				else if (f.indexOf(q) === 0) score = Math.max(score, 2);
				else if (q.length > 1 && f.indexOf(q) > 0) score = Math.max(score, 1);
			});
			if (p.length > 1 && p.length === query.replace(/[\s'’-]/g, "").length && t.plain) {
				if (t.plain === p) score = Math.max(score, 3.5);
				else if (t.plain.indexOf(p) === 0) score = Math.max(score, 1.5);
			}
			if (score) found.push({ term: t, score: score - t.zh.length / 100 });
		});
		return found.sort(function (a, b) { return b.score - a.score; });
	}

	// collect adds the entries that hold all of the words to hits, the best
	// of each section.
	function collect(hits, needles, factor) {
		var phrase = needles.join(" ");
		search: for (var i = 0; i < entries.length; i++) {
			var e = entries[i];
			for (var j = 0; j < needles.length; j++) {
				if (e.folded.indexOf(needles[j]) < 0) continue search;
			}
			var score = worth[e.kind] * factor;
			if (needles.length > 1 && e.folded.indexOf(phrase) >= 0) score *= 1.5;
			if (e.folded === phrase) score *= 2;
			var old = hits.get(e.key);
			if (!old || old.score < score) hits.set(e.key, { entry: e, score: score, needles: needles });
		}
	}

	// find returns the terms and places for a query.
	function find(query) {
		var hits = new Map();
		var needles = query.trim().split(/\s+/).map(function (s) { return fold(s); }).filter(Boolean);
		if (!needles.length) return { terms: [], places: [] };
		collect(hits, needles, 1);
		var found = findTerms(query);
		found.slice(0, 2).forEach(function (f) {
			f.term.forms.forEach(function (form) {
				form = fold(form);
				// What holds the query was found with it; English text has no Chinese.
				if (form.indexOf(needles[0]) >= 0 || langs[0] === "en" && isHan(form.charCodeAt(0))) return;
				collect(hits, [form], .3 * Math.min(1, f.score / 4));
			});
		});
		var places = Array.from(hits.values());
		places.sort(function (a, b) { return b.score - a.score || a.entry.at - b.entry.at; });
		return { terms: found.slice(0, 3).map(function (f) { return f.term; }), places: places };
	}

	// marked returns text with the needles marked, cut to what is around the
	// first of them if it is long.
	function marked(text, needles, lang, most) {
		var map = [], folded = fold(text, map);
		var spans = [];
		needles.forEach(function (n) {
			for (var i = folded.indexOf(n); i >= 0; i = folded.indexOf(n, i + n.length)) {
				spans.push([map[i], map[i + n.length - 1] + 1]);
			}
		});
		spans.sort(function (a, b) { return a[0] - b[0]; });
		var out = make("span", "");
		out.lang = lang === "zh" ? "zh-Hans" : "en";
		var from = 0, to = text.length;
		if (to > most) {
			from = spans.length ? Math.max(0, spans[0][0] - most / 4) : 0;
			if (from) { // not in the middle of a word
				var word = /^[\w.]+\s*/.exec(text.slice(from));
				if (word && from + word[0].length <= spans[0][0]) from += word[0].length;
			}
			to = Math.min(text.length, from + most);
			if (text.charCodeAt(from) >> 10 === 0x37) from++; // the second half of a pair
			if (text.charCodeAt(to) >> 10 === 0x37) to++;
		}
		if (from) out.append("…");
		spans.forEach(function (s) {
			if (s[0] < from || s[0] >= to) return;
			var end = Math.min(s[1], to);
			out.append(text.slice(from, s[0]), make("mark", "", text.slice(s[0], end)));
			from = end;
		});
		out.append(text.slice(from, to), to < text.length ? "…" : "");
		return out;
	}

	function make(tag, name, text) {
		var e = document.createElement(tag);
		if (name) e.className = name;
		if (text) e.textContent = text;
		return e;
	}

	function item(href, children) {
		var li = make("li", ""), a = make("a", "");
		a.href = site + view + "/" + href;
		children.forEach(function (c) { a.append(c); });
		a.addEventListener("click", function () { dialog.close(); });
		li.append(a);
		list.append(li);
	}

	// run shows what the query in the box finds.
	function run() {
		list.textContent = "";
		if (waiting > 0) {
			status.textContent = words.load;
			return;
		}
		var query = input.value, found = find(query);
		found.terms.forEach(function (t) {
			var b = make("b", ""), small = make("small", "", words.term + (t.pinyin ? " · " + t.pinyin : ""));
			b.append(marked(t.zh, [fold(query.trim())], "zh", 99));
			if (t.en !== t.zh) b.append(" ", marked(t.en, [fold(query.trim())], "en", 99));
			item("glossary/index.html#" + t.id, [b, small]);
		});
		found.places.slice(0, most).forEach(function (p) {
			var e = p.entry, b = make("b", "");
			var title = e.heading ? e.heading.text : e.chapter.title;
			b.append(marked(title, p.needles, e.lang, 200));
			var where = say[e.lang].chapter.replace("#", e.chapter.number);
			if (e.heading) where += " · " + e.chapter.title;
			var small = make("small", "", where);
			small.lang = b.firstChild.lang;
			var parts = [b, small];
			if (e.kind < 2) {
				var context = marked(e.text.replace(/\n/g, e.kind ? " · " : " "), p.needles, e.lang, e.lang === "zh" ? 90 : 170);
				context.className = e.kind === 0 ? "in code" : "in";
				parts.push(context);
			}
			var id = e.id;
			if (view === "bi" && e.lang === "en" && id.indexOf(":") > 0) id = "en-" + id;
			item(e.chapter.slug + "/index.html" + (id ? "#" + id : ""), parts);
		});
		var n = found.places.length + found.terms.length;
		status.textContent = !query.trim() ? words.hint : !n ? words.none :
			words.some.replace("#", n) + (found.places.length > most ? words.more : "");
	}

	// keys moves between the box and the results with the arrows.
	function keys(e) {
		if (e.isComposing) return;
		var links = [].slice.call(list.querySelectorAll("a"));
		var at = links.indexOf(document.activeElement);
		if (e.key === "Escape") {
			e.preventDefault(); // the box would only be emptied
			dialog.close();
		} else if (e.key === "Enter" && document.activeElement === input && links.length) {
			e.preventDefault();
			links[0].click();
		} else if (e.key === "ArrowDown" && links.length) {
			e.preventDefault();
			links[Math.min(at + 1, links.length - 1)].focus();
		} else if (e.key === "ArrowUp" && at >= 0) {
			e.preventDefault();
			(links[at - 1] || input).focus();
		}
	}

	function open() {
		if (!dialog.open) dialog.showModal();
		input.select();
		input.focus();
	}

	function start(base, shown) {
		site = base;
		view = shown;
		langs = view === "bi" ? ["zh", "en"] : [view];
		words = say[langs[0]];
		dialog = make("dialog", "search");
		dialog.setAttribute("aria-label", words.search);
		input = make("input", "");
		input.type = "search";
		input.name = "q";
		input.autocomplete = "off";
		input.spellcheck = false;
		input.setAttribute("aria-label", words.search);
		input.addEventListener("input", run);
		var close = make("button", "", words.close);
		close.type = "button";
		close.addEventListener("click", function () { dialog.close(); });
		var bar = make("div", "bar");
		bar.append(input, close);
		status = make("p", "status");
		status.setAttribute("role", "status");
		list = make("ol", "hits");
		dialog.append(bar, status, list);
		dialog.addEventListener("keydown", keys);
		dialog.addEventListener("click", function (e) { if (e.target === dialog) dialog.close(); });
		document.body.append(dialog);
		langs.forEach(function (l) {
			byLang[l] = [];
			waiting += files;
			for (var i = 0; i < files; i++) {
				var s = document.createElement("script");
				s.src = site + "assets/search-" + l + "-" + i + ".js?" + version;
				document.head.append(s);
			}
		});
		run();
		open();
	}

	return { add: add, open: open, start: start, find: find };
})();
