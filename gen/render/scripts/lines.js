// A line of output and its mark in the timeline point to each other: under the
// pointer, and by the arrow keys in an output that has the focus.
document.querySelectorAll(".run").forEach(function (figure) {
	function all(selector) {
		return Array.from(figure.querySelectorAll(selector));
	}
	var marks = all("line.o, line.e");
	var lines = all("samp .line:not(.cut)");
	if (!marks[0] || marks.length !== lines.length) return;
	var at = -1; // where the keys are; NaN: they scroll the page, as ever
	function show(i) {
		all(".on").concat(lines[i] || [], marks[i] || []).forEach(function (e) {
			e.classList.toggle("on", e === lines[i] || e === marks[i]);
		});
	}
	function clear() {
		show(-1);
	}
	var output = figure.querySelector(".scroll");
	output.onpointerover = function (e) {
		show(lines.indexOf(e.target.closest(".line")));
	};
	output.onpointerdown = function () {
		at = NaN;
	};
	output.onkeydown = function (e) {
		var step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
		if (!step || e.ctrlKey || e.metaKey) return;
		at = Math.max(-1, Math.min(at + step, lines.length));
		show(at);
		if (!lines[at]) return; // past the ends, the page scrolls
		e.preventDefault();
		lines[at].scrollIntoView({ block: "nearest" });
	};
	var picture = marks[0].ownerSVGElement;
	picture.onpointermove = function (e) {
		show(marks.findIndex(function (mark) {
			var r = mark.getBoundingClientRect();
			return Math.abs(e.clientX - r.left) < 5 && Math.abs(e.clientY - r.top) < 15;
		}));
	};
	output.onpointerleave = picture.onpointerleave = clear;
	output.onblur = function () {
		show(at = -1);
	};
	// The pointer is there already, or this would not have been loaded.
	show(lines.indexOf(figure.querySelector(".line:hover")));
});
