package ledger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/transparency-dev/tessera"

	"sallyport/internal/store"
	"sallyport/proof"
)

// witnessLimit is what the witnesses have for a checkpoint.
const witnessLimit = 5 * time.Second

// Key is the public key of the log in dir, called origin (c2sp.org/signed-note). It is made the first time.
func Key(dir, origin string, random io.Reader) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	if _, err := loadKey(dir, origin, random); err != nil {
		return "", err
	}
	key, err := os.ReadFile(filepath.Join(dir, publicFile))
	if err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	return strings.TrimSpace(string(key)), nil
}

// readPolicy reads who has to cosign. The log in dir is believed, whether the policy names it or not.
func (l *Log) readPolicy(dir string) error {
	if l.config.Witnesses == nil {
		return nil
	}
	key, err := Key(dir, l.config.Origin, l.config.Random)
	if err != nil {
		return err
	}
	policy, err := proof.ParsePolicy(l.config.Witnesses)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	for _, witness := range policy.Witnesses {
		if witness.URL == "" {
			return fmt.Errorf("ledger: policy: the witness %s has no address; a log has to ask it: witness NAME KEY URL", witness.Name)
		}
	}
	l.policy = policy
	return policy.AddLog(key)
}

// withWitnesses has the driver ask them for each checkpoint. A log that waited for witnesses that are away would say nothing meanwhile: the checkpoint is
// published all the same, and known as one that is not witnessed.
func (l *Log) withWitnesses(options *tessera.AppendOptions) (*tessera.AppendOptions, error) {
	if l.policy == nil {
		return options, nil
	}
	group, err := tessera.NewWitnessGroupFromPolicy(l.config.Witnesses)
	if err != nil {
		return nil, fmt.Errorf("ledger: policy: %w", err)
	}
	return options.WithWitnesses(group, &tessera.WitnessOptions{Timeout: witnessLimit, FailOpen: true}), nil
}

// witnessed says whether as many as the policy asks for have cosigned. Where it asks for nobody, nothing is.
func (l *Log) witnessed(signed string) bool {
	if l.policy == nil || !l.policy.Asks() {
		return false
	}
	_, _, err := l.policy.Check([]byte(signed))
	return err == nil
}

// Public says whether entry index of the log is public: under a checkpoint that is witnessed. Whoever is shown it can know that everyone is shown the same.
func Public(tx *store.Tx, index uint64) (bool, error) {
	last, err := tx.LastWitnessed()
	if errors.Is(err, store.ErrNone) {
		return false, nil
	}
	return err == nil && index < last.Size, err
}
