package main

import (
	"huoye/gen/book"
	"huoye/gen/site"
)

// budget is what readers may be asked to load. A page side by side is two
// editions in one; it may weigh more rather than tell less.
var budget = site.Budget{
	Pages: []site.Limit{
		// The whole book on one page is there to be printed. It weighs what
		// the chapters weigh together, and they have their limits.
		{Prefix: "zh/" + book.WholePage + "/"},
		{Prefix: "en/" + book.WholePage + "/"},
		// The contents and the list of headings are as long as the book.
		{Prefix: "zh/index.html"},
		{Prefix: "en/index.html"},
		{Prefix: "zh/" + book.SearchPage + "/"},
		{Prefix: "en/" + book.SearchPage + "/"},
		{Prefix: "bi/" + book.SearchPage + "/"},
		{Prefix: "bi/", Max: 40 << 10, Remedy: splitChapter},
		{Prefix: "", Max: 30 << 10, Remedy: splitChapter},
	},
	Data: []site.Limit{
		{Prefix: "assets/search-", Max: 120 << 10, Remedy: "shorten the longest chapter"},
		// It names the files above.
		{Prefix: "assets/search.js", Max: 8 << 10},
	},
	Scripts: 3 << 10,
}

const splitChapter = "split the chapter, or show parts of its programs only"
