package runner

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"fmt"
	"io"
	"os"
	"strings"
)

// BinaryID tells a program that Go built from all others: two files with the
// same id do the same. It takes the hash that the go command has put into the
// file, where it finds one, because hashing the file itself takes longer.
func BinaryID(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	id := buildID(f)
	// A build id is made of what the file was made of and of what came out,
	// which is last. Other sources can come out as the same program.
	if i := strings.LastIndexByte(id, '/'); i >= 0 && len(id)-i > 16 {
		return id[i+1:], nil
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f, 0, 1<<40)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// buildID is Go's build id of a binary, "" if it has none or hides it.
func buildID(r io.ReaderAt) string {
	if f, err := elf.NewFile(r); err == nil {
		note := f.Section(".note.go.buildid")
		if note == nil {
			return ""
		}
		data, err := note.Data()
		const header = 16 // three sizes and the name "Go"
		if err != nil || len(data) < header {
			return ""
		}
		return strings.TrimRight(string(data[header:]), "\x00")
	}
	// In other files it stands at the beginning of the code.
	start := make([]byte, 32<<10)
	n, _ := r.ReadAt(start, 0) // a short file is an error, and has none
	_, rest, ok := bytes.Cut(start[:n], []byte("\xff Go build ID: \""))
	id, _, end := bytes.Cut(rest, []byte("\"\n \xff"))
	if !ok || !end {
		return ""
	}
	return string(id)
}
