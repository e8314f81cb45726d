package disk

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"os"
	"strings"
)

// sealOf is the sum of what is sealed. It is none of the same bytes in a file of
// another format, so that what is unpacked was packed by this package.
func sealOf(parts ...string) string {
	h := sha256.New()
	_ = writeAll(h, "huoye/gen/disk 1\n") // a hash does not fail
	_ = writeAll(h, parts...)
	return string(h.Sum(nil))
}

// writeAll writes parts without copying them all into one.
func writeAll(w io.Writer, parts ...string) error {
	b := bufio.NewWriter(w)
	for _, s := range parts {
		b.WriteString(s)
	}
	return b.Flush() // the first error of all these
}

// Seal makes file hold what was packed, one after the other, for [Unseal] by the
// same version of whoever writes it.
func Seal(file, version string, packed ...string) error {
	var head Packer
	head.Text(version)
	parts := append([]string{"", head.Packed()}, packed...)
	parts[0] = sealOf(parts...)
	return replace(file, 0o644, func(w io.Writer) error { return writeAll(w, parts...) })
}

// Unseal returns what was sealed in file by the same version; ok is false if
// nothing was, or the file is damaged.
func Unseal(file, version string) (u *Unpacker, ok bool) {
	f, err := os.Open(file)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	var data strings.Builder // it makes a string without copying it
	if info, err := f.Stat(); err == nil {
		data.Grow(int(info.Size()))
	}
	if _, err := f.WriteTo(&data); err != nil || data.Len() < sha256.Size {
		return nil, false
	}
	seal, rest := data.String()[:sha256.Size], data.String()[sha256.Size:]
	if seal != sealOf(rest) {
		return nil, false
	}
	u = NewUnpacker(rest)
	return u, u.Text() == version
}

// A Packer packs values one after the other.
type Packer struct{ data []byte }

// Len returns the number of bytes that were packed.
func (p *Packer) Len() int { return len(p.data) }

// Reset forgets what was packed.
func (p *Packer) Reset() { p.data = p.data[:0] }

// Packed returns what was packed.
func (p *Packer) Packed() string { return string(p.data) }

// Int packs a number.
func (p *Packer) Int(n int) { p.data = binary.AppendVarint(p.data, int64(n)) }

// Bool packs a truth value.
func (p *Packer) Bool(b bool) {
	n := 0
	if b {
		n = 1
	}
	p.Int(n)
}

// Text packs a text.
func (p *Packer) Text(s string) {
	p.Int(len(s))
	p.data = append(p.data, s...)
}

// Sum packs a hash.
func (p *Packer) Sum(sum [sha256.Size]byte) { p.data = append(p.data, sum[:]...) }

// An Unpacker returns packed values in their order. What was packed otherwise
// makes it panic; see [Unseal].
type Unpacker struct{ data string }

// NewUnpacker returns an unpacker of what [Packer.Packed] returned.
func NewUnpacker(packed string) *Unpacker { return &Unpacker{packed} }

// Rest returns what is still packed.
func (u *Unpacker) Rest() string { return u.data }

// More reports whether there are more values.
func (u *Unpacker) More() bool { return u.data != "" }

// Int returns the number that comes next.
func (u *Unpacker) Int() int {
	var bits uint64
	for i := 0; ; i++ {
		b := u.data[i]
		bits |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			u.data = u.data[i+1:]
			return int(bits>>1) ^ -int(bits&1)
		}
	}
}

// Bool returns the truth value that comes next.
func (u *Unpacker) Bool() bool { return u.Int() != 0 }

// Text returns the text that comes next. It is a part of what was packed.
func (u *Unpacker) Text() string {
	n := u.Int()
	s := u.data[:n]
	u.data = u.data[n:]
	return s
}

// Sum returns the hash that comes next.
func (u *Unpacker) Sum() (sum [sha256.Size]byte) {
	u.data = u.data[copy(sum[:], u.data):]
	return sum
}
