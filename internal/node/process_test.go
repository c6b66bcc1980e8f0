package node

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// process is a node in a process of its own.
type process struct {
	name    string
	command *exec.Cmd
	gone    chan struct{} // closed when the process has ended
	ready   chan struct{} // closed when it can be reached, or has ended
	links   string
	control string
	stdin   io.WriteCloser

	mu     sync.Mutex
	said   bytes.Buffer
	struck string   // at which point it killed itself
	errors []string // lines of its log that a person would have to look into
}

// patience is how long a test waits for what always comes, on any machine.
const patience = time.Minute

// start starts a process and waits until it can be reached, or has ended.
func start(o *order) (*process, error) {
	p, err := launch(o)
	if err != nil {
		return nil, err
	}
	select {
	case <-p.ready:
		return p, nil
	case <-time.After(patience):
		p.kill()
		return nil, fmt.Errorf("not ready after %s:\n%s", patience, p.log())
	}
}

func launch(o *order) (*process, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	p := &process{name: o.Config.Name, command: exec.Command(os.Args[0]), gone: make(chan struct{}), ready: make(chan struct{})}
	p.command.Env = append(os.Environ(), victimOrder+"="+string(text))
	if p.stdin, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	log, err := p.command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go p.follow(log)
	return p, nil
}

// follow reads what the process says until it ends.
func (p *process) follow(log io.Reader) {
	var once sync.Once
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text := lines.Text()
		var line struct{ Level, Msg, Links, Control string }
		isLog := json.Unmarshal([]byte(text), &line) == nil
		p.mu.Lock()
		fmt.Fprintln(&p.said, text)
		switch {
		case !isLog && strings.HasPrefix(text, struck):
			p.struck = text
		case !isLog || line.Level == "ERROR":
			p.errors = append(p.errors, text)
		case line.Msg == ready:
			p.links, p.control = line.Links, line.Control
			once.Do(func() { close(p.ready) })
		}
		p.mu.Unlock()
	}
	_ = p.command.Wait() // its status says that it was killed
	once.Do(func() { close(p.ready) })
	close(p.gone)
}

func (p *process) kill() {
	_ = p.command.Process.Kill() // it may be gone
	<-p.gone
}

func (p *process) ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// log is what the process has said so far.
func (p *process) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.name + ": " + p.said.String()
}

// wrong are the lines of its log that a person would have to look into, and at which point it killed itself.
func (p *process) wrong() (errors []string, struck string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.errors...), p.struck
}

// courier is how the test speaks to processes: a connection a request, so that none is tried twice behind its back.
var courier = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}

// refused is what a process answered instead of doing it.
type refused struct{ reason string }

func (r *refused) Error() string { return r.reason }

// ask makes a request of the process. The error is a *refused where the process answered, and any other where it did not.
func (p *process) ask(path string, values url.Values, into any) error {
	answer, err := courier.PostForm("http://"+p.control+path, values)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return err
	case answer.StatusCode != http.StatusOK:
		return &refused{strings.TrimSpace(string(text))}
	case into == nil:
		return nil
	}
	return json.Unmarshal(text, into)
}
