package render

import "huoye/gen/book"

// termHref is the way from a page two directories deep to a term's entry in
// the same view.
func termHref(t *book.Term) string { return "../" + book.GlossaryPage + "/index.html#" + t.ID }
