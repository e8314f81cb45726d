package book

import "strings"

// maxSlug is the longest name of a chapter, program, run or heading in bytes.
const maxSlug = 80

// slugRule says what a slug is, for messages.
const slugRule = "use lower-case letters, digits and single hyphens, at most 80 bytes"

// Names of pages that stand among the chapters.
const (
	GlossaryPage = "glossary"
	PythonPage   = "python"
	SearchPage   = "search"
	WholePage    = "book"
)

// reserved are the slugs no chapter may have.
var reserved = []string{GlossaryPage, PythonPage, SearchPage, WholePage}

// isSlug reports whether s may name a chapter, program, run, region or heading.
func isSlug(s string) bool {
	if s == "" || len(s) > maxSlug || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c == '-' && s[i-1] == '-' {
			return false
		}
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// slugify suggests a slug for s: ", such as …", or nothing.
func slugify(s string) string {
	slug := strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	if !isSlug(slug) {
		return ""
	}
	return ", such as " + slug
}
