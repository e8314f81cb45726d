package golden

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
)

// What has been verified is kept in files that may be lost or damaged: they
// begin with the sum of the rest, and one that is not as it was written counts
// as none.

// unseal reads value from file and reports whether it could.
func unseal(file string, value any) bool {
	data, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	seal, rest, ok := bytes.Cut(data, []byte("\n"))
	return ok && string(seal) == sum(rest) && json.Unmarshal(rest, value) == nil
}

// seal writes value to file in one step: whoever reads it, also after a crash,
// finds the old file or the new one. Only one may write it at a time.
func seal(file string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	// What a writer left that was killed is written over.
	tmp := file + ".new"
	if err := os.WriteFile(tmp, append([]byte(sum(data)+"\n"), data...), 0o666); err != nil {
		return err
	}
	return os.Rename(tmp, file)
}

// sum tells texts apart.
func sum[T string | []byte](text T) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:32]
}
