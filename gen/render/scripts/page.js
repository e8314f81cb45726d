// Comfort for readers with scripts: theme, copying, a language switch that
// keeps the place, the section being read, and the door to the search. Every
// page can be read without it.
(function () {
	"use strict";
	var script = document.currentScript;
	var site = script.src.replace(/assets\/[^\/]*$/, "");
	var view = script.dataset.view;
	var root = document.documentElement;
	var top = document.querySelector(".top");

	var say = {
		zh: {
			copy: "复制", copied: "已复制", failed: "复制不了",
			system: "配色：跟随系统", light: "配色：浅色", dark: "配色：深色"
		},
		en: {
			copy: "Copy", copied: "Copied", failed: "Cannot copy",
			system: "Colors: as the system", light: "Colors: light", dark: "Colors: dark"
		}
	};
	function words(key) {
		return view === "bi" ? say.zh[key] + " · " + say.en[key] : say[view][key];
	}
	function all(selector) {
		return Array.from(document.querySelectorAll(selector));
	}

	// The theme: as the system, light, dark.
	var themes = ["system", "light", "dark"];
	var themeButton = document.querySelector(".theme");
	function showTheme() {
		var theme = root.dataset.theme || "system";
		themeButton.textContent = { system: "◐", light: "○", dark: "●" }[theme];
		themeButton.title = words(theme);
		themeButton.setAttribute("aria-label", words(theme));
		return theme;
	}
	if (themeButton) {
		showTheme();
		themeButton.addEventListener("click", function () {
			var next = themes[(themes.indexOf(showTheme()) + 1) % 3];
			if (next === "system") delete root.dataset.theme;
			else root.dataset.theme = next;
			try {
				if (next === "system") localStorage.removeItem("theme");
				else localStorage.setItem("theme", next);
			} catch (e) {}
			showTheme();
		});
	}

	// Copying code, as it is shown.
	function copyText(text) {
		if (navigator.clipboard) return navigator.clipboard.writeText(text);
		var area = document.createElement("textarea");
		area.value = text;
		area.className = "offscreen";
		document.body.appendChild(area);
		area.select();
		var done = document.execCommand("copy");
		area.remove();
		return done ? Promise.resolve() : Promise.reject();
	}
	all("figure.code").forEach(function (figure) {
		var button = document.createElement("button");
		button.type = "button";
		button.className = "copy";
		button.textContent = words("copy");
		button.addEventListener("click", function () {
			copyText(figure.querySelector("code").textContent).then(function () {
				return "copied";
			}, function () {
				return "failed";
			}).then(function (result) {
				button.textContent = words(result);
				setTimeout(function () { button.textContent = words("copy"); }, 2000);
			});
		});
		button.setAttribute("aria-live", "polite");
		figure.appendChild(button);
	});

	// The block being read is the first that reaches below the line where a
	// link to it would put its top.
	var blocks = all(".text [id]").filter(function (e) {
		return e.id.indexOf(":") < 0;
	});
	function current() {
		if (window.scrollY < 120) return null;
		for (var i = 0; i < blocks.length; i++) {
			if (blocks[i].getBoundingClientRect().bottom > 90) return blocks[i];
		}
		return null;
	}
	function follow() {
		var block = current();
		all(".views a").forEach(function (a) {
			a.hash = block ? block.id : "";
		});
	}
	["pointerover", "pointerdown", "focusin"].forEach(function (type) {
		document.querySelector(".views").addEventListener(type, follow);
	});

	// Where they stand beside the text, the contents are always open, and say so.
	var contents = document.querySelector(":is(.zh, .en) .toc details");
	if (contents && matchMedia("(min-width: 72rem)").matches) contents.open = true;

	// The header goes away when the reader goes on, and comes back when she
	// turns back. It never covers what has the focus.
	var links = {};
	all(".toc a").forEach(function (a) {
		links[a.hash.slice(1)] = a;
	});
	var marked = null;
	function markSection() {
		var id = null;
		for (var i = 0; i < blocks.length; i++) {
			if (blocks[i].getBoundingClientRect().top > 140) break;
			if (links[blocks[i].id]) id = blocks[i].id;
		}
		if (marked === id) return;
		if (marked) links[marked].removeAttribute("aria-current");
		if (id) links[id].setAttribute("aria-current", "location");
		marked = id;
	}
	var last = window.scrollY, waiting = false;
	function scrolled() {
		waiting = false;
		var y = window.scrollY;
		if (Math.abs(y - last) > 8 || y < 60) {
			top.classList.toggle("away", y > last && y > 120 && !top.contains(document.activeElement));
			last = y;
		}
		markSection();
	}
	window.addEventListener("scroll", function () {
		if (!waiting) {
			waiting = true;
			requestAnimationFrame(scrolled);
		}
	}, { passive: true });
	document.addEventListener("focusin", function (e) {
		if (top.contains(e.target)) top.classList.remove("away");
		else if (e.target.getBoundingClientRect().top < top.offsetHeight) {
			top.classList.toggle("away", window.scrollY > 60);
		}
	});
	markSection();

	// What is not needed at once.
	function load(name, onload, onerror) {
		var s = document.createElement("script");
		s.src = site + name;
		s.onload = onload;
		s.onerror = onerror;
		document.head.appendChild(s);
	}

	// Lines and their marks, when the reader first comes near.
	var timeline = document.querySelector(".timeline");
	function near(e) {
		if (!timeline || !e.target.closest(".run")) return;
		timeline = null;
		load("assets/lines.js");
	}
	document.addEventListener("pointerover", near);
	document.addEventListener("focusin", near);

	// The search is loaded when it is first asked for.
	var find = document.querySelector(".find");
	function search() {
		if (window.huoye) return window.huoye.open();
		load("assets/search.js", function () {
			window.huoye.start(site, view);
		}, function () {
			location.href = find.href;
		});
	}
	if (find) {
		find.setAttribute("role", "button");
		find.setAttribute("aria-haspopup", "dialog");
		find.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
		find.addEventListener("click", function (e) {
			if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
			e.preventDefault();
			search();
		});
		find.addEventListener("keydown", function (e) {
			if (e.key !== " ") return;
			e.preventDefault();
			search();
		});
		document.addEventListener("keydown", function (e) {
			if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "k") {
				e.preventDefault();
				search();
			}
		});
	}
})();
