package disk

import (
	"crypto/sha256"
	"encoding/binary"
	"os"
	"slices"
)

// sealOf is the sum of what is sealed. It is none of the same bytes in a file of
// another format, so that what is unpacked was packed by this package.
func sealOf(parts ...[]byte) [sha256.Size]byte {
	h := sha256.New()
	h.Write([]byte("huoye/gen/disk 1\n"))
	for _, p := range parts {
		h.Write(p)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// Seal makes file hold what the packers were given, one after the other, for
// [Unseal] by the same version of whoever writes it.
func Seal(file, version string, packers ...*Packer) error {
	var head Packer
	head.Text(version)
	parts := [][]byte{nil, head.data}
	for _, p := range packers {
		parts = append(parts, p.data)
	}
	seal := sealOf(parts...)
	parts[0] = seal[:]
	return replace(file, 0o644, parts...)
}

// Unseal returns what was sealed in file by the same version; ok is false if
// nothing was, or the file is damaged.
func Unseal(file, version string) (u *Unpacker, ok bool) {
	data, err := os.ReadFile(file)
	if err != nil || len(data) < sha256.Size {
		return nil, false
	}
	if sealOf(data[sha256.Size:]) != [sha256.Size]byte(data) {
		return nil, false
	}
	u = NewUnpacker(string(data[sha256.Size:]))
	return u, u.Text() == version
}

// A Packer packs values one after the other.
type Packer struct{ data []byte }

// Len returns the number of bytes that were packed.
func (p *Packer) Len() int { return len(p.data) }

// Packed returns what was packed.
func (p *Packer) Packed() string { return string(p.data) }

// Grow makes room for n more bytes.
func (p *Packer) Grow(n int) { p.data = slices.Grow(p.data, n) }

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
