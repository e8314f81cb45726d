package contract

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A valueType is what a placeholder may stand for.
type valueType struct {
	name  string   // as the author writes it: pid, a|b|c
	words []string // of a choice, nil otherwise
	ok    func(string) bool
	// id says that values of different names differ, as the ids of
	// different processes do.
	id bool
	// measure turns a value into a number that can be compared, nil if
	// values of this type have no size.
	measure func(string) (float64, bool)
}

// valueTypes are the types an author can name, in the manual's order.
var valueTypes = []*valueType{
	{name: "pid", ok: isID, id: true, measure: number},
	{name: "tid", ok: isID, id: true, measure: number},
	{name: selfName, ok: isID, id: true, measure: number}, // see hole.settle
	{name: "int", ok: isInt, measure: number},
	{name: "float", ok: isFloat, measure: number},
	{name: "seconds", ok: isSeconds, measure: number},
	{name: "duration", ok: isDuration, measure: nanoseconds},
	{name: "address", ok: isAddress},
	{name: "port", ok: isPort, measure: number},
	{name: "path", ok: isPath},
	{name: "word", ok: isWord},
	{name: "text", ok: func(string) bool { return true }},
}

// selfName is what the author calls a pid that must be the writer's own.
const selfName = "self"

// typeNamed returns the type an author calls name, nil if there is none.
func typeNamed(name string) *valueType {
	for _, t := range valueTypes {
		if t.name == name {
			return t
		}
	}
	if !strings.Contains(name, "|") {
		return nil
	}
	words := strings.Split(name, "|")
	if slices.Contains(words, "") {
		return nil
	}
	return choiceOf(name, words)
}

// choiceOf is the type of the given words; the loop variables of for and
// each have such a type too. Words that are numbers can be measured.
func choiceOf(name string, words []string) *valueType {
	set := make(map[string]bool, len(words))
	numbers := true
	for _, w := range words {
		set[w] = true
		numbers = numbers && isInt(w)
	}
	t := &valueType{name: name, words: words, ok: func(s string) bool { return set[s] }}
	if numbers {
		t.measure = number
	}
	return t
}

// digits returns how many decimal digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// isID accepts positive numbers as the kernel writes them: no leading zero.
func isID(s string) bool {
	return s != "" && len(s) <= 10 && s[0] != '0' && digits(s) == len(s)
}

func isInt(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && digits(s) == len(s)
}

// isSeconds accepts 3 and 0.16, but not 3. nor .5, which Go never prints.
func isSeconds(s string) bool {
	n := digits(s)
	if n == 0 {
		return false
	}
	if n == len(s) {
		return true
	}
	return s[n] == '.' && n+1 < len(s) && digits(s[n+1:]) == len(s)-n-1
}

// isFloat accepts what the verbs %v, %f, %g and %e print for a finite number.
func isFloat(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exp := s[i+1:]
		if exp != "" && (exp[0] == '+' || exp[0] == '-') {
			exp = exp[1:]
		}
		if exp == "" || digits(exp) != len(exp) {
			return false
		}
		s = s[:i]
	}
	return isSeconds(s)
}

// isDuration accepts what a time.Duration prints: its unit is never missing.
func isDuration(s string) bool {
	if s == "" || strings.HasPrefix(s, "+") || s == "0" {
		return false
	}
	_, err := time.ParseDuration(s)
	return err == nil
}

func isAddress(s string) bool {
	hex, ok := strings.CutPrefix(s, "0x")
	return ok && hex != "" && strings.Trim(hex, "0123456789abcdefABCDEF") == ""
}

func isPort(s string) bool {
	n, ok := number(s)
	return isID(s) && ok && n <= 65535
}

func isPath(s string) bool { return strings.HasPrefix(s, "/") && isWord(s) }

func isWord(s string) bool {
	return s != "" && !strings.ContainsAny(s, " \t\r\n\v\f\u0085\u00a0\u3000")
}

// number reads a decimal number.
func number(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// nanoseconds reads a Go duration.
func nanoseconds(s string) (float64, bool) {
	d, err := time.ParseDuration(s)
	return float64(d), err == nil
}
