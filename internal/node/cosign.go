package node

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sallyport/internal/ledger"
	"sallyport/internal/witness"
	"sallyport/proof"
)

// witnessPath is where a node's pages answer logs whose checkpoints it cosigns, and whoever asks what it has seen of them.
const witnessPath = "/witness"

// witnessName is what a node is called as a witness: its log's key signs what the log says, another what it saw of other logs.
func (c *Config) witnessName() string { return c.Origin() + "/witness" }

// logKey is the key of the node's log, made the first time.
func (c *Config) logKey() (string, error) {
	return ledger.Key(filepath.Join(c.Dir, "log"), c.Origin(), rand.Reader)
}

func (c *Config) witnessDir() string { return filepath.Join(c.Dir, "witness") }

// openWitness opens what cosigns the logs of others, by their keys. Nobody is a witness of what they say themselves.
func (n *Node) openWitness() (err error) {
	for _, key := range n.Config.Cosigns {
		if strings.HasPrefix(key, n.Config.Origin()+"+") {
			return fmt.Errorf("cosigns: %s is this node's own log; give the keys of others", n.Config.Origin())
		}
	}
	if n.witness, err = witness.Open(n.Config.witnessDir(), n.Config.witnessName(), n.Config.Cosigns, time.Now); err != nil {
		return fmt.Errorf("cosigns: %w", err)
	}
	return nil
}

// cosigning puts the witness before the pages: it is for everyone, whoever they are.
func (n *Node) cosigning(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(witnessPath+"/", http.StripPrefix(witnessPath, n.witness.Handler()))
	mux.Handle("/", pages)
	return mux
}

// tellWitnessed says, whenever it begins and whenever it ends, that too few witnesses cosign the log.
func (n *Node) tellWitnessed(c *ledger.Checkpoint) {
	if c == nil || n.Config.Log.Witnesses == "" || c.Witnessed != n.alone {
		return
	}
	n.alone = !c.Witnessed
	if n.alone {
		n.Log.Warn("the log goes on without enough witnesses; nothing new in it is public until they cosign it", "entries", c.Size, "policy", n.Config.Log.Witnesses)
		return
	}
	n.Log.Info("the log is witnessed again", "entries", c.Size)
}

// WitnessKey is what others know the node by where it cosigns their logs.
func (n *Node) WitnessKey() string { return n.witness.Key() }

// WitnessURL is where logs reach it, as far as its file says where it is.
func (n *Node) WitnessURL() string { return n.PagesURL() + witnessPath }

// LogURL is where anyone reads the node's log, as far as its file says where it is.
func (n *Node) LogURL() string { return n.PagesURL() + logPath }

// PagesURL is where its pages are, as far as its file says where that is.
func (n *Node) PagesURL() string {
	switch {
	case n.Config.SignIn != nil:
		return n.Config.SignIn.Origin
	case n.tls != nil:
		return "https://" + n.Config.Pages
	}
	return "http://" + n.Config.Pages
}

// Seen is what the node has cosigned of the logs of others.
func (n *Node) Seen() []witness.Seen { return n.witness.Seen() }

// Policy is who has to cosign the node's log; nil where nobody does. The log read the same file when it opened.
func (n *Node) Policy() *proof.Policy {
	if n.Config.Log.Witnesses == "" {
		return nil
	}
	text, err := os.ReadFile(n.Config.Log.Witnesses)
	if err != nil {
		n.Log.Error("pages cannot say who witnesses the log", "file", n.Config.Log.Witnesses, "error", err)
		return nil
	}
	policy, err := proof.ParsePolicy(text)
	if err == nil {
		err = policy.AddLog(n.LogKey())
	}
	if err != nil {
		n.Log.Error("pages cannot say who witnesses the log", "file", n.Config.Log.Witnesses, "error", err)
		return nil
	}
	return policy
}

// LogKey is what others know the node's log by.
func (n *Node) LogKey() string { return n.published.Vkey }
