package sandbox

import (
	"reflect"
	"testing"
)

// No field of an order is forgotten.
func TestPack(t *testing.T) {
	o := &order{}
	fill(t, reflect.ValueOf(o).Elem(), new(int64))
	for _, o := range []*order{o, {}, {Command: &Command{}}} {
		text := o.pack()
		got, err := unpack(text)
		if err != nil || !reflect.DeepEqual(got, o) {
			t.Errorf("got %+v, %v; want %+v", got, err, o)
		}
		for n := range text {
			if _, err := unpack(text[:n]); err == nil {
				t.Errorf("the first %d of %d bytes are an order, too", n, len(text))
			}
		}
		if _, err := unpack(append(text, 0)); err == nil {
			t.Error("an order may be too long")
		}
	}
}

// fill sets all fields to different values.
func fill(t *testing.T, v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n)
		fill(t, v.Index(1), n)
	case reflect.String:
		v.SetString(string(rune('a' + *n)))
	case reflect.Int, reflect.Int64:
		v.SetInt(*n << 20)
	case reflect.Bool:
		v.SetBool(true)
	default:
		t.Fatalf("an order has a %s", v.Type())
	}
}
