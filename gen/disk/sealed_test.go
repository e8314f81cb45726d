package disk

import (
	"crypto/sha256"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSeal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sealed")
	numbers := []int{0, 1, -1, 63, 64, -64, -65, math.MaxInt, math.MinInt}
	sum := sha256.Sum256([]byte("x"))
	var p Packer
	for _, n := range numbers {
		p.Int(n)
	}
	p.Text("进程")
	p.Text("")
	p.Sum(sum)
	p.Bool(true)
	p.Bool(false)
	if err := Seal(file, "v1", p.Packed()); err != nil {
		t.Fatal(err)
	}
	u, ok := Unseal(file, "v1")
	if !ok {
		t.Fatal("nothing was kept")
	}
	for _, want := range numbers {
		if got := u.Int(); got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	if a, b := u.Text(), u.Text(); a != "进程" || b != "" {
		t.Errorf("got %q and %q", a, b)
	}
	if got := u.Sum(); got != sum {
		t.Errorf("got %x, want %x", got, sum)
	}
	if a, b := u.Bool(), u.Bool(); !a || b {
		t.Errorf("got %v and %v", a, b)
	}
	if u.More() {
		t.Error("there is more than was packed")
	}

	if _, ok := Unseal(file, "v2"); ok {
		t.Error("another version takes it over")
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := slices.Clone(whole)
		flipped[i] ^= 4
		for _, data := range [][]byte{whole[:i], flipped} {
			write(t, file, string(data))
			if _, ok := Unseal(file, "v1"); ok {
				t.Fatalf("damaged at %d, it is taken for good", i)
			}
		}
	}
}
