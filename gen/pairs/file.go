package pairs

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// header is the first line of the file. Another way to tell what matters of a
// block, or to cut it into sentences, needs another number.
const header = "pairs 1, written by gen build -update and gen confirm"

// A File is what was confirmed of a chapter. The zero File is that of a chapter
// of which nothing was.
type File struct {
	records []record // in the order of the blocks
}

// Empty reports whether nothing was confirmed.
func (f *File) Empty() bool { return len(f.records) == 0 }

// record is a line of the file: a block that was confirmed.
type record struct {
	line    int
	section string // "#wait" for a heading, "wait" for what stands below it
	shared  bool   // code that is the same in both editions
	code    bool   // code; known of blocks only
	zh, en  side
}

// side is one edition of a block.
type side struct {
	sum       string // of the whole text
	sentences string // short sums with commas between them, if there are several
}

// The sums are the first digits, in base 32, of SHA-256. 40 bits tell two texts
// apart for certain, 20 those of one block well enough to show what changed.
const (
	sumLen   = 8
	shortLen = 4
	digits   = "0123456789abcdefghjkmnpqrstvwxyz"
)

var encoding = base32.NewEncoding(digits).WithPadding(base32.NoPadding)

func sum(text []byte) string {
	h := sha256.Sum256(text)
	return encoding.EncodeToString(h[:sumLen*5/8])
}

func short(sentence []byte) string { return sum(sentence)[:shortLen] }

// shorts are the short sums of all sentences of text.
func shorts(text []byte, code bool) []string {
	var list []string
	for _, s := range Sentences(text, code) {
		list = append(list, short(text[s[0]:s[1]]))
	}
	return list
}

// shorts are the short sums of all sentences.
func (s side) shorts() []string {
	if s.sentences == "" {
		return []string{s.sum[:shortLen]}
	}
	return strings.Split(s.sentences, ",")
}

// newRecord is the record of b, its sentences not yet told apart.
func newRecord(b Block) record {
	r := record{section: b.Section, shared: b.shared(), code: b.Code}
	if b.Heading {
		r.section = "#" + b.Section
	}
	if !r.shared {
		r.zh.sum, r.en.sum = sum(b.ZH), sum(b.EN)
	}
	return r
}

// split tells the sentences of b, which r is the record of, apart.
func (r *record) split(b Block) {
	if !r.shared {
		r.zh.split(b.ZH, b.Code)
		r.en.split(b.EN, b.Code)
	}
}

func (s *side) split(text []byte, code bool) {
	s.sentences = ""
	// One sentence that is the whole text has the same sum.
	if list := shorts(text, code); len(list) != 1 || list[0] != s.sum[:shortLen] {
		s.sentences = strings.Join(list, ",")
	}
}

// append appends the line of r as the record of a block of section.
func (r *record) append(out []byte, section string) []byte {
	out = append(out, section...)
	if r.shared {
		return append(out, " =\n"...)
	}
	for _, s := range []side{r.zh, r.en} {
		out = append(out, ' ')
		out = append(out, s.sum...)
		if s.sentences != "" {
			out = append(out, ':')
			out = append(out, s.sentences...)
		}
	}
	return append(out, '\n')
}

// Bad is a line that cannot be read.
type Bad struct {
	Line int // from 1
	Msg  string
}

const inConflict = "a merge conflict; keep the lines of both sides and remove the marks (git does so with merge=union)"

// Parse reads a file. What cannot be read is returned, line by line.
func Parse(data []byte) (*File, []Bad) {
	first, rest, _ := strings.Cut(string(data), "\n")
	switch {
	case isConflict(first):
		return nil, []Bad{{1, inConflict}}
	case first != header:
		return nil, []Bad{{1, "the first line is not that of a pairs.sum; restore the file from version control"}}
	}
	f := &File{records: make([]record, 0, strings.Count(rest, "\n"))}
	var bad []Bad
	n := 1
	for line := range strings.Lines(rest) {
		n++
		r, ok := parseRecord(strings.TrimSuffix(line, "\n"))
		if ok {
			r.line = n
			f.records = append(f.records, r)
			continue
		}
		if isConflict(line) {
			bad = append(bad, Bad{n, inConflict})
			break // the rest of it would only say the same
		}
		bad = append(bad, Bad{n, "not a pair of blocks; restore the line from version control, or remove it and confirm the block anew"})
	}
	if bad != nil {
		return nil, bad
	}
	return f, nil
}

// isConflict reports whether line is a mark that git leaves in a file it could
// not merge.
func isConflict(line string) bool {
	for _, mark := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}

// parseRecord reads what append wrote.
func parseRecord(line string) (r record, ok bool) {
	section, sums, _ := strings.Cut(line, " ")
	r.section = section
	name := strings.TrimPrefix(strings.TrimPrefix(section, ":"), "#")
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return r, false
	}
	if sums == "=" {
		r.shared = true
		return r, true
	}
	zh, en, _ := strings.Cut(sums, " ")
	var zhOK, enOK bool
	r.zh, zhOK = parseSide(zh)
	r.en, enOK = parseSide(en)
	return r, zhOK && enOK
}

func parseSide(s string) (side, bool) {
	sum, sentences, several := strings.Cut(s, ":")
	ok := len(sum) == sumLen && isSum(sum)
	if several {
		for short := range strings.SplitSeq(sentences, ",") {
			ok = ok && len(short) == shortLen && isSum(short)
		}
	}
	return side{sum, sentences}, ok
}

// isSum reports whether s has no other bytes than digits.
func isSum(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u' || c >= '0' && c <= '9' {
			continue
		}
		return false
	}
	return true
}
