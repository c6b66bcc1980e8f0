package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// kekFile is a key-encryption key as it lies in kek-N.json. Whoever reads it and the key file can open everything: in earnest it belongs in
// a KMS, or at least on a disk of its own.
type kekFile struct {
	Comment string `json:"comment"`
	Number  uint32 `json:"number"`
	Made    string `json:"made,omitempty"` // RFC 3339, UTC; the first has none
	Key     []byte `json:"key"`
	Sum     string `json:"sum"` // hexadecimal, the first 8 bytes of SHA-256 of the key
}

const kekComment = "Key-encryption key of Sallyport's vault. Whoever has it and the file of keys can read every person's record. " +
	"In earnest it belongs in a KMS, or on another disk than the keys. Never mail it, never commit it."

func kekName(number uint32) string { return fmt.Sprintf("kek-%d.json", number) }

func kekSum(key []byte) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}

// kekNumbers lists the KEKs of a directory, the oldest first.
func kekNumbers(dir string) ([]uint32, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var numbers []uint32
	for _, e := range entries {
		middle, begins := strings.CutPrefix(e.Name(), "kek-")
		middle, ends := strings.CutSuffix(middle, ".json")
		if !begins || !ends {
			continue
		}
		n, err := strconv.ParseUint(middle, 10, 32)
		if err != nil || kekName(uint32(n)) != e.Name() {
			return nil, fmt.Errorf("%s: is not the name of a KEK; take the file away", e.Name())
		}
		numbers = append(numbers, uint32(n))
	}
	slices.Sort(numbers)
	return numbers, nil
}

// loadKEKs reads the KEKs, and makes the first where no key needs another.
func (v *Vault) loadKEKs() error {
	numbers, err := kekNumbers(v.dir)
	if err != nil {
		return err
	}
	if len(numbers) == 0 {
		if len(v.places) > 0 || len(v.damaged) > 0 {
			return fmt.Errorf("there are keys and no KEK (kek-N.json) that opens them; %s", restore)
		}
		if err := v.newKEK(1, ""); err != nil {
			return err
		}
		numbers = []uint32{1}
	}
	for _, n := range numbers {
		key, err := readKEK(v.dir, n)
		if err != nil {
			return err
		}
		if err := v.useKEK(n, key); err != nil {
			return err
		}
	}
	return nil
}

// useKEK wraps from now on with this KEK.
func (v *Vault) useKEK(number uint32, key []byte) (err error) {
	if v.keks[number], err = subtle.NewAESGCM(key); err != nil {
		return fmt.Errorf("%s: key: %w", kekName(number), err)
	}
	v.newest = number
	return nil
}

// newKEK writes a KEK file. It is on the disk when newKEK returns.
func (v *Vault) newKEK(number uint32, made string) error {
	key, err := v.newKey()
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(kekFile{kekComment, number, made, key, kekSum(key)}, "", "  ")
	if err != nil {
		return err
	}
	return writeNew(filepath.Join(v.dir, kekName(number)), append(text, '\n'))
}

// newKey draws a key.
func (v *Vault) newKey() ([]byte, error) {
	key := make([]byte, keyBytes)
	if _, err := io.ReadFull(v.random, key); err != nil {
		return nil, fmt.Errorf("drawing a key: %w", err)
	}
	return key, nil
}

const mostKEKBytes = 4096

// readKEK reads a KEK file strictly.
func readKEK(dir string, number uint32) ([]byte, error) {
	name := kekName(number)
	text, info, err := readSmall(filepath.Join(dir, name), mostKEKBytes)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%s: mode: others may read it (%04o); chmod 600, and rotate if somebody did", name, mode)
	}
	var k kekFile
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&k); err != nil {
		return nil, fmt.Errorf("%s: @%d: %w; %s", name, strict.InputOffset(), err, restore)
	}
	_, errMade := time.Parse(time.RFC3339, k.Made)
	switch {
	case k.Number != number:
		return nil, fmt.Errorf("%s: number: is %d; give the file its own name", name, k.Number)
	case len(k.Key) != keyBytes:
		return nil, fmt.Errorf("%s: key: has %d bytes, must have %d; %s", name, len(k.Key), keyBytes, restore)
	case k.Sum != kekSum(k.Key):
		return nil, fmt.Errorf("%s: sum: does not fit the key; %s", name, restore)
	case k.Made != "" && errMade != nil:
		return nil, fmt.Errorf("%s: made: %w", name, errMade)
	}
	return k.Key, nil
}

// readSmall reads a file of at most so many bytes.
func readSmall(path string, most int) ([]byte, fs.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(text) > most {
		err = errors.New(filepath.Base(path) + ": is longer than such a file can be")
	}
	return text, info, err
}
