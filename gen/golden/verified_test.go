package golden

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
)

// testRun is a run of a book of its own.
func testRun() (*book.Book, *book.Run) {
	p := &book.Program{Name: "ch/prog"}
	r := &book.Run{Program: p, Name: "run", Contract: contract.Recorded(contract.Status{})}
	p.Runs = []*book.Run{r}
	return &book.Book{Programs: []*book.Program{p}}, r
}

// inputs are inputs of a run, with these sums.
func inputs(program, binary, run string) Inputs {
	in := Inputs{Binary: binary, Run: []Input{{"its arguments", run}, {"the machine", "m"}}}
	if program != "" {
		in.Program = []Input{{"its sources", program}, {"the toolchain", "t"}}
	}
	return in
}

func TestVerified(t *testing.T) {
	b, r := testRun()
	id := r.ID()
	file := filepath.Join(t.TempDir(), "verified")
	note := func(list ...Inputs) {
		t.Helper()
		v := OpenVerified(file)
		for _, in := range list {
			v.Note(id, in)
		}
		if err := v.Save(b); err != nil {
			t.Fatal(err)
		}
	}
	check := func(in Inputs, want string) {
		t.Helper()
		if got := OpenVerified(file).Why(id, in); got != want {
			t.Errorf("Why(%v) = %q, want %q", in, got, want)
		}
	}
	const never = "not verified on this machine before"
	check(inputs("a", "b", "c"), never)
	note(inputs("a", "b", "c"))
	check(inputs("a", "b", "c"), "")
	check(inputs("a", "", "c"), "") // before it is built
	check(inputs("", "b", "c"), "") // only the go command can tell
	check(inputs("x", "b", "c"), "")
	check(inputs("x", "", "c"), "its sources have changed since it was verified")
	check(inputs("x", "x", "c"), "its sources have changed since it was verified")
	check(inputs("", "x", "c"), "its binary has changed since it was verified")
	check(inputs("", "", "c"), "its binary may have changed since it was verified")
	check(inputs("a", "b", "x"), "its arguments have changed since it was verified")
	check(inputs("x", "x", "x"), "its sources and its arguments have changed since it was verified")

	// Inputs that are not known prove nothing, not even for themselves.
	note(inputs("", "", "d"))
	check(inputs("", "", "d"), "its arguments have changed since it was verified")

	// Earlier versions stay, but not forever.
	for _, c := range "efghijk" {
		note(inputs(string(c), string(c), string(c)))
	}
	check(inputs("a", "b", "c"), "")
	note(inputs("l", "l", "l"), inputs("m", "m", "m"))
	check(inputs("a", "b", "c"), "its sources and its arguments have changed since it was verified")
	check(inputs("f", "f", "f"), "")

	// What fails once was not verified, if it has succeeded before or after.
	v := OpenVerified(file)
	v.Forget(id, inputs("f", "f", "f"))
	v.Note(id, inputs("f", "f", "f"))
	if err := v.Save(b); err != nil {
		t.Fatal(err)
	}
	check(inputs("f", "f", "f"), "its sources and its arguments have changed since it was verified")
	check(inputs("g", "g", "g"), "")

	// Two that were opened at the same time keep what the other has written.
	v1, v2 := OpenVerified(file), OpenVerified(file)
	v1.Note(id, inputs("1", "1", "1"))
	v2.Note(id, inputs("2", "2", "2"))
	v2.Forget(id, inputs("g", "g", "g"))
	for _, v := range []*Verified{v1, v2} {
		if err := v.Save(b); err != nil {
			t.Fatal(err)
		}
	}
	check(inputs("1", "1", "1"), "")
	check(inputs("2", "2", "2"), "")
	if OpenVerified(file).Why(id, inputs("g", "g", "g")) == "" {
		t.Error("what was forgotten is verified")
	}

	// A run that the book has no longer is forgotten.
	other, r2 := testRun()
	r2.Name = "other"
	v = OpenVerified(file)
	v.Note(r2.ID(), inputs("a", "b", "c"))
	if err := v.Save(other); err != nil {
		t.Fatal(err)
	}
	check(inputs("1", "1", "1"), never)
}

// TestVerifiedDamaged cuts the record and changes each byte of it.
func TestVerifiedDamaged(t *testing.T) {
	b, r := testRun()
	in := inputs("a", "b", "c")
	file := filepath.Join(t.TempDir(), "verified")
	v := OpenVerified(file)
	v.Note(r.ID(), in)
	if err := v.Save(b); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(text []byte) {
		t.Helper()
		if err := os.WriteFile(file, text, 0o666); err != nil {
			t.Fatal(err)
		}
		if OpenVerified(file).Why(r.ID(), in) == "" {
			t.Errorf("verified by %q", text)
		}
	}
	for i := range good {
		try(good[:i])
		bad := bytes.Clone(good)
		bad[i] ^= 1
		try(bad)
	}
	// The next to write makes it good again.
	v = OpenVerified(file)
	v.Note(r.ID(), in)
	if err := v.Save(b); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(file); !bytes.Equal(got, good) {
		t.Errorf("got %q, want %q", got, good)
	}
}

func TestVerifiedNowhere(t *testing.T) {
	b, r := testRun()
	v := OpenVerified("")
	v.Note(r.ID(), inputs("a", "b", "c"))
	if err := v.Save(b); err != nil {
		t.Fatal(err)
	}
	if v.Why(r.ID(), inputs("a", "b", "c")) == "" {
		t.Error("verified without a record")
	}
}

// TestInputsOf holds that whatever says how a run is called is among its
// inputs: each field of it but those that say where it stands and what else is
// recorded.
func TestInputsOf(t *testing.T) {
	where := []string{"Program", "Name", "Golden", "Traced", "Trace", "File", "Line", "Column"}
	_, old := testRun()
	want := InputsOf(old, nil)
	fields := reflect.TypeFor[book.Run]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		_, r := testRun()
		change(t, reflect.ValueOf(r).Elem().Field(i))
		same := slices.Equal(InputsOf(r, nil), want)
		if same != slices.Contains(where, name) {
			t.Errorf("with another %s, the inputs are the same: %v", name, same)
		}
	}
	if slices.Equal(InputsOf(old, sample()), want) {
		t.Error("the recorded output is no input")
	}
	_, a := testRun()
	_, b := testRun()
	a.Args, b.Args = []string{"a", "b"}, []string{"a b"}
	if slices.Equal(InputsOf(a, nil), InputsOf(b, nil)) {
		t.Error("two arguments are one")
	}
}

// change sets v to something else.
func change(t *testing.T, v reflect.Value) {
	switch v.Interface().(type) {
	case string:
		v.SetString("else")
	case []string:
		v.Set(reflect.ValueOf([]string{"else"}))
	case bool:
		v.SetBool(true)
	case int:
		v.SetInt(7)
	case time.Duration:
		v.SetInt(7)
	case book.Limits:
		v.Set(reflect.ValueOf(book.Limits{Files: 7}))
	case *book.Program:
		v.Set(reflect.ValueOf(&book.Program{Name: "else"}))
	case *contract.Contract:
		v.Set(reflect.ValueOf(contract.Recorded(contract.Status{Code: 7})))
	default:
		t.Fatalf("teach this test to change a %s", v.Type())
	}
}
