package proof

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const (
	// MaxPolicy is the longest policy that is read, in bytes.
	MaxPolicy = 1 << 18

	// maxLines is how many lines of one kind a policy has at most; the specification asks for 32 at least.
	maxLines = 64
)

// Policy says which logs are believed, and which of their witnesses have to have cosigned a checkpoint before anyone relies on it (c2sp.org/tlog-policy).
type Policy struct {
	Logs      []PolicyLog
	Witnesses []PolicyWitness
	groups    map[string]party // by name, those of the witnesses among them
	quorum    string           // name of a group; "none" where nobody has to cosign
}

// PolicyLog is a log that is believed.
type PolicyLog struct {
	Key string // as it stands in the policy
	URL string // where it is published, or ""
	by  note.Verifier
}

// Origin is what the log's checkpoints call it.
func (l PolicyLog) Origin() string { return l.by.Name() }

// PolicyWitness is a witness that is believed.
type PolicyWitness struct {
	Name string // in the policy; in its cosignatures it is known by its key's
	Key  string
	URL  string // where it takes checkpoints, or ""
	by   note.Verifier
}

// party counts as having cosigned when need of its members have. A witness is a group of which it is the only member.
type party struct {
	need    int
	witness bool
	members []string
}

const none = "none"

// ParsePolicy reads a policy. The error says in which line what is wrong.
func ParsePolicy(text []byte) (*Policy, error) {
	if len(text) > MaxPolicy {
		return nil, fmt.Errorf("proof: a policy of %d bytes; %d are read at most", len(text), MaxPolicy)
	}
	p := &Policy{groups: map[string]party{}}
	used := map[string]bool{}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if err := p.line(string(line), used); err != nil {
			return nil, fmt.Errorf("proof: policy, line %d: %w", i+1, err)
		}
	}
	if p.quorum == "" {
		return nil, errors.New("proof: policy: a line that says the quorum is missing; \"quorum none\" where nobody has to cosign")
	}
	return p, nil
}

// line reads one. used are the names that are members of a group already.
func (p *Policy) line(line string, used map[string]bool) error {
	for _, b := range []byte(line) {
		if b < ' ' && b != '\t' || b == 0x7f {
			return fmt.Errorf("control character %#02x; tabs and line feeds are allowed", b)
		}
	}
	words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return nil
	}
	switch words[0] {
	case "log":
		return p.log(words[1:])
	case "witness":
		return p.witness(words[1:])
	case "group":
		return p.group(words[1:], used)
	case "quorum":
		return p.setQuorum(words[1:])
	}
	return fmt.Errorf("%.40q: log, witness, group or quorum is expected", words[0])
}

func (p *Policy) log(words []string) error {
	if len(words) < 1 || len(words) > 2 {
		return errors.New("log KEY [URL] is expected")
	}
	address, err := optionalURL(words[1:])
	if err != nil {
		return err
	}
	return p.addLog(words[0], address)
}

// AddLog believes one more log, for policies that leave it to their readers which. One that is believed already is left as it is.
func (p *Policy) AddLog(vkey string) error {
	if slices.ContainsFunc(p.Logs, func(l PolicyLog) bool { return l.Key == vkey }) {
		return nil
	}
	return p.addLog(vkey, "")
}

func (p *Policy) addLog(vkey, address string) error {
	key, err := LogKey(vkey)
	if err != nil {
		return err
	}
	if len(p.Logs) == maxLines {
		return fmt.Errorf("more than %d logs", maxLines)
	}
	if slices.ContainsFunc(p.Logs, func(l PolicyLog) bool { return material(l.Key) == material(vkey) }) {
		return errors.New("this log's key is there twice")
	}
	if err := p.known(key); err != nil {
		return err
	}
	p.Logs = append(p.Logs, PolicyLog{vkey, address, key})
	return nil
}

func (p *Policy) witness(words []string) error {
	if len(words) < 2 || len(words) > 3 {
		return errors.New("witness NAME KEY [URL] is expected")
	}
	if err := p.free(words[0]); err != nil {
		return err
	}
	key, err := WitnessKey(words[1])
	if err != nil {
		return err
	}
	if len(p.Witnesses) == maxLines {
		return fmt.Errorf("more than %d witnesses", maxLines)
	}
	if slices.ContainsFunc(p.Witnesses, func(w PolicyWitness) bool { return material(w.Key) == material(words[1]) }) {
		return errors.New("this witness's key is there twice; each witness counts once")
	}
	if err := p.known(key); err != nil {
		return err
	}
	address, err := optionalURL(words[2:])
	if err != nil {
		return err
	}
	p.Witnesses = append(p.Witnesses, PolicyWitness{words[0], words[1], address, key})
	p.groups[words[0]] = party{need: 1, witness: true}
	return nil
}

func (p *Policy) group(words []string, used map[string]bool) error {
	if len(words) < 3 {
		return errors.New("group NAME all|any|NUMBER MEMBER… is expected")
	}
	if err := p.free(words[0]); err != nil {
		return err
	}
	if len(p.groups)-len(p.Witnesses) == maxLines {
		return fmt.Errorf("more than %d groups", maxLines)
	}
	members := words[2:]
	for _, name := range members {
		if _, there := p.groups[name]; !there {
			return fmt.Errorf("%.60q: no witness or group of that name stands above", name)
		}
		if used[name] {
			return fmt.Errorf("%.60q is a member already; each counts once", name)
		}
		used[name] = true
	}
	need := len(members)
	switch words[1] {
	case "all":
	case "any":
		need = 1
	default:
		n, err := number(words[1])
		if err != nil || n < 1 || n > uint64(len(members)) {
			return fmt.Errorf("%.40q: all, any or a number from 1 to %d, as many as there are members", words[1], len(members))
		}
		need = int(n)
	}
	p.groups[words[0]] = party{need: need, members: members}
	return nil
}

func (p *Policy) setQuorum(words []string) error {
	switch {
	case len(words) != 1:
		return errors.New("quorum NAME is expected")
	case p.quorum != "":
		return errors.New("a second quorum; there is one")
	}
	if _, there := p.groups[words[0]]; !there && words[0] != none {
		return fmt.Errorf("%.60q: no witness or group of that name stands above", words[0])
	}
	p.quorum = words[0]
	return nil
}

// free says whether a name may be given.
func (p *Policy) free(name string) error {
	_, there := p.groups[name]
	switch {
	case name == none:
		return errors.New("the name \"none\" is taken: a quorum of none")
	case there:
		return fmt.Errorf("%.60q: there is a witness or group of that name already", name)
	case len(name) > MaxName:
		return fmt.Errorf("a name of %d bytes; it has %d at most", len(name), MaxName)
	}
	return nil
}

// known refuses a key that signatures name as they name another.
func (p *Policy) known(key note.Verifier) error {
	for _, other := range append(p.logKeys(), p.witnessKeys()...) {
		if other.Name() == key.Name() && other.KeyHash() == key.KeyHash() {
			return fmt.Errorf("%s: another key has the same name and ID %s", key.Name(), strconv.FormatUint(uint64(key.KeyHash()), 16))
		}
	}
	return nil
}

func optionalURL(words []string) (string, error) {
	if len(words) == 0 {
		return "", nil
	}
	scheme, rest, _ := strings.Cut(words[0], "://")
	if scheme != "http" && scheme != "https" || rest == "" || rest[0] == '/' || strings.ContainsAny(rest, "?#") {
		return "", fmt.Errorf("%.80q: http(s)://HOST/PATH is expected, and nothing behind it", words[0])
	}
	return words[0], nil
}

func (p *Policy) logKeys() (keys []note.Verifier) {
	for _, log := range p.Logs {
		keys = append(keys, log.by)
	}
	return keys
}

func (p *Policy) witnessKeys() (keys []note.Verifier) {
	for _, witness := range p.Witnesses {
		keys = append(keys, witness.by)
	}
	return keys
}
