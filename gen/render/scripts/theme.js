// Runs before the page is painted: the theme that the reader chose, and the
// class that shows what needs scripts.
(function () {
	var root = document.documentElement;
	root.classList.add("js");
	try {
		var theme = localStorage.getItem("theme");
		if (theme === "light" || theme === "dark") root.dataset.theme = theme;
	} catch (e) {}
})();
