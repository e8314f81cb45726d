// What the preview adds to a page: it shows what has changed of this very page,
// in place, and what is wrong with the book. It runs before the page's own
// scripts, which may add to the page.
(function () {
	"use strict";
	var own = document.currentScript.dataset;
	var place = "huoye-preview:place:" + location.pathname;
	var away = "huoye-preview:dismissed", unfolded = "huoye-preview:unfolded";
	var panel = null, shown = "";
	var served = document.cloneNode(true); // as the server sent it
	withoutOurs(served);

	// Storage may be forbidden; then reloading loses the place.
	function keep(key, value) {
		try { sessionStorage.setItem(key, value); } catch (e) {}
	}
	function kept(key) {
		try { return sessionStorage.getItem(key); } catch (e) { return null; }
	}

	// The blocks of a page, which have an id and may be recognised by what they
	// say.
	function blocks() {
		var all = document.querySelectorAll("main [id], article [id]");
		return Array.prototype.filter.call(all, function (e) {
			return e.id.indexOf(":") < 0 && e.getClientRects().length;
		});
	}
	function says(block) {
		return block.textContent.replace(/\s+/g, " ");
	}

	// Every details element by the block it is in, and which of it it is.
	function details(each) {
		var seen = {};
		document.querySelectorAll("details").forEach(function (d) {
			if (panel && panel.contains(d)) return;
			var block = d.closest("[id]");
			var id = block ? block.id : "";
			seen[id] = (seen[id] || 0) + 1;
			each(d, id + " " + seen[id]);
		});
	}

	// The index of the block that is being read, -1 if there is none.
	function reading(list) {
		return list.findIndex(function (e) {
			return e.getBoundingClientRect().bottom > 60;
		});
	}

	function remember() {
		var list = blocks(), at = reading(list);
		// A few blocks around what is read: some of them will be there again.
		var near = [];
		for (var n = Math.max(0, at - 8); at >= 0 && n < Math.min(list.length, at + 16); n++) {
			near.push({ id: list[n].id, text: says(list[n]), top: list[n].getBoundingClientRect().top });
		}
		var open = {};
		details(function (d, key) { open[key] = d.open; });
		keep(place, JSON.stringify({
			y: window.scrollY, x: window.scrollX, at: at - Math.max(0, at - 8), near: near, open: open
		}));
	}

	// The block that is, in the new page, where the block at was in the old one,
	// with where its top was.
	function anchor(was) {
		var list = blocks(), texts = list.map(says);
		function find(i) {
			var found = -1;
			texts.forEach(function (text, n) {
				if (text !== was.near[i].text) return;
				if (found < 0 || list[n].id === was.near[i].id) found = n;
			});
			return found;
		}
		var n = find(was.at);
		if (n >= 0) return [list[n], was.near[was.at].top];
		// It was edited, or is gone: what follows the one before it is there.
		if (was.at > 0 && (n = find(was.at - 1)) >= 0 && list[n + 1]) return [list[n + 1], was.near[was.at].top];
		for (var d = 1; d < was.near.length; d++) {
			var both = [was.at + d, was.at - d];
			for (var k = 0; k < 2; k++) {
				var i = both[k];
				if (was.near[i] && (n = find(i)) >= 0) return [list[n], was.near[i].top];
			}
		}
		for (i = was.at; i >= 0; i--) {
			var same = document.getElementById(was.near[i].id);
			if (same) return [same, was.near[i].top];
		}
		return null;
	}

	function restore() {
		var saved = kept(place);
		if (!saved) return;
		try { sessionStorage.removeItem(place); } catch (e) {}
		var was = JSON.parse(saved);
		details(function (d, key) {
			if (key in was.open) d.open = was.open[key];
		});
		function scroll() {
			var y = was.y;
			var found = was.y > 0 && was.near.length ? anchor(was) : null;
			if (found) y = window.scrollY + found[0].getBoundingClientRect().top - found[1];
			window.scrollTo({ left: was.x, top: y, behavior: "instant" });
			return window.scrollY;
		}
		var y = scroll();
		// Until the page is complete it may move, and the browser may go to the
		// fragment of the address; but who scrolls by herself is left alone.
		var moved = false;
		function move() { moved = true; }
		["wheel", "touchstart", "keydown", "pointerdown"].forEach(function (type) {
			window.addEventListener(type, move, { passive: true, once: true });
		});
		window.addEventListener("load", function () {
			requestAnimationFrame(function () {
				if (!moved && Math.abs(window.scrollY - y) > 0) scroll();
				history.scrollRestoration = "auto";
			});
		});
	}

	// What the server adds to a page for us.
	function withoutOurs(page) {
		page.querySelectorAll("head [href^='/.huoye/'], head [src^='/.huoye/']").forEach(function (e) {
			e.remove();
		});
	}

	// Adds to edits the smallest blocks in which was and is differ, pairs of
	// old and new. It fails if that is not all that differs, or if blocks hold
	// others.
	function compare(was, is, edits) {
		if (was.isEqualNode(is)) return true;
		if (was.nodeType !== 1 || was.nodeName !== is.nodeName) return false;
		var inside = [], n = was.childNodes.length;
		var alike = n === is.childNodes.length && was.cloneNode().isEqualNode(is.cloneNode());
		for (var i = 0; alike && i < n; i++) {
			alike = compare(was.childNodes[i], is.childNodes[i], inside);
		}
		if (alike) {
			edits.push.apply(edits, inside);
			return true;
		}
		var plain = was.id && was.id === is.id && ![was, is].some(function (e) {
			return e.querySelector("[id]:not([id*=':']), figure, script");
		});
		if (plain) edits.push([was, is]);
		return plain;
	}

	// Changes the page into next where only the content of blocks differs. What
	// is being read stays where it is. If more differs, nothing is touched, and
	// false returned.
	function edit(next) {
		var edits = [];
		if (!served.head || !served.head.isEqualNode(next.head)) return false;
		// The page's script looks once whether it has any.
		if (!served.querySelector(".timeline") && next.querySelector(".timeline")) return false;
		if (!compare(served.body, next.body, edits)) return false;
		var pairs = edits.map(function (e) {
			return [document.getElementById(e[0].id), e[1]];
		});
		if (!pairs.every(function (p) { return p[0]; })) return false;
		var list = blocks(), block = list[reading(list)], open = {};
		details(function (d, key) { open[key] = d.open; });
		var top = block && block.getBoundingClientRect().top;
		pairs.forEach(function (p) {
			Array.from(p[0].attributes).forEach(function (a) { p[0].removeAttribute(a.name); });
			Array.from(p[1].attributes).forEach(function (a) { p[0].setAttribute(a.name, a.value); });
			var button = p[0].querySelector(".copy"); // the page's script has added it
			p[0].replaceChildren.apply(p[0], document.importNode(p[1], true).childNodes);
			if (button) p[0].appendChild(button);
		});
		// The script that connects lines with their marks looks again at all.
		var lines = document.querySelector("script[src*='/lines.']");
		if (lines) lines.replaceWith(Object.assign(document.createElement("script"), { src: lines.src }));
		details(function (d, key) { d.open = open[key] === undefined ? d.open : open[key]; });
		var moved = block && block.getBoundingClientRect().top - top;
		if (moved && window.scrollY > 0) window.scrollBy({ top: moved, behavior: "instant" });
		return true;
	}

	// Shows the page as the server has it now.
	var renewing = false, again = false;
	function renew() {
		again = renewing;
		if (renewing) return;
		renewing = true;
		fetch(location.href).then(function (answer) {
			return answer.text();
		}).then(function (text) {
			var next = new DOMParser().parseFromString(text, "text/html");
			var told = next.querySelector("script[data-version]").dataset;
			withoutOurs(next);
			if (!edit(next)) return reload();
			served = next;
			own.version = told.version;
			renewing = false;
			if (again) renew();
		}, function () {
			// Who reads it keeps the page that there is.
			renewing = false;
			setTimeout(renew, 500);
		}).catch(reload);
	}
	function reload() {
		remember();
		history.scrollRestoration = "manual";
		location.reload();
	}

	function element(parent, name, className, text) {
		var e = document.createElement(name);
		if (className) e.className = className;
		if (text !== undefined) e.textContent = text;
		parent.appendChild(e);
		return e;
	}
	function where(p) {
		return p.file + ":" + p.line + ":" + p.column;
	}
	function count(n, noun) {
		return n + " " + noun + (n === 1 ? "" : "s");
	}
	function dismiss() {
		panel.hidden = true;
		keep(away, shown);
	}
	function describe(state) {
		if (state === shown) return;
		shown = state;
		var told = JSON.parse(state), list = told.problems || [], left = told.left;
		if (!panel) {
			panel = element(document.body, "section", "huoye-preview");
			panel.lang = "en";
			panel.tabIndex = 0;
			panel.setAttribute("aria-label", "Preview");
			panel.addEventListener("keydown", function (e) {
				if (e.key === "Escape") dismiss();
			});
		}
		panel.textContent = "";
		panel.hidden = !list.length || kept(away) === state;
		if (!list.length) return;
		var notices = list.filter(function (p) { return p.notice; }).length;
		var failing = list.length - notices;
		panel.setAttribute("role", failing ? "alert" : "status");
		// Notices alone are folded up unless their reader wants to see them.
		var all = element(panel, "details");
		all.open = failing > 0 || kept(unfolded) === "yes";
		all.addEventListener("toggle", function () {
			if (!failing) keep(unfolded, all.open ? "yes" : "no");
		});
		var counts = [];
		if (failing) counts.push(count(failing, "problem"));
		if (notices) counts.push(count(notices, "notice"));
		if (left) counts.push(left + " more on the terminal");
		element(all, "summary", "", counts.join(", "));
		var close = element(panel, "button", "", "Dismiss");
		close.type = "button";
		close.addEventListener("click", dismiss);
		var items = element(all, "ol");
		list.forEach(function (p) {
			var item = element(items, "li");
			element(item, "div", "place", where(p));
			var what = element(item, "p", "what", (p.notice ? "notice: " : "") + p.what + " ");
			element(what, "span", "rule", p.rule);
			if (p.remedy) element(item, "p", "remedy", p.remedy);
			if (p.before || p.after) {
				// The space before the caret is that of the text above it.
				var code = element(item, "pre", "excerpt");
				code.tabIndex = 0; // it may be wider than the panel
				code.setAttribute("role", "group");
				code.setAttribute("aria-label", "Source");
				code.appendChild(document.createTextNode((p.before || "") + (p.after || "") + "\n"));
				element(code, "span", "pad", p.before || "").setAttribute("aria-hidden", "true");
				element(code, "span", "caret", "^").setAttribute("aria-hidden", "true");
			}
			if (p.more) element(item, "pre", "more", p.more);
			(p.related || []).forEach(function (r) {
				element(item, "p", "related", where(r) + ": " + r.what);
			});
		});
	}

	// A page that nobody sees is not told anything, since browsers keep few
	// connections; it catches up when it is looked at.
	var source = null;
	function connect() {
		if (document.hidden) {
			if (source) source.close();
			source = null;
			return;
		}
		if (source) return;
		source = new EventSource("/.huoye/events?page=" + encodeURIComponent(own.page) + "&version=" + own.version);
		source.addEventListener("state", function (e) { describe(e.data); });
		source.addEventListener("change", function (e) {
			if (e.data !== own.version) renew();
		});
	}
	restore();
	describe(own.state);
	document.addEventListener("visibilitychange", connect);
	window.addEventListener("pageshow", function (e) {
		if (e.persisted) location.reload();
	});
	connect();
})();
