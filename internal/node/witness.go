package node

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"sallyport/internal/witness"
)

// WitnessConfig is the file of a witness that is run by itself. Its zero value cosigns nothing, but has a key.
type WitnessConfig struct {
	Name        string   `yaml:"name"`        // by which its cosignatures call it, without a scheme: witness.example.org
	Dir         string   `yaml:"dir"`         // where it keeps its key and what it has cosigned; "sallyport-witness" unless given
	Listen      string   `yaml:"listen"`      // HOST:PORT; localhost:8090 unless given
	Certificate string   `yaml:"certificate"` // PEM file: certificate and key; behind a proxy, none
	URL         string   `yaml:"url"`         // by which logs reach it; http://LISTEN unless given
	Logs        []string `yaml:"logs"`        // keys of the logs that it cosigns
}

// ReadWitness reads a witness's file, of which every key has to be known. "" is the zero value.
func ReadWitness(file string) (c WitnessConfig, err error) {
	if file != "" {
		err = readStrictly(file, &c)
	}
	for value, otherwise := range map[*string]string{&c.Name: "trial.sallyport.invalid/witness", &c.Dir: "sallyport-witness", &c.Listen: "localhost:8090"} {
		if *value == "" {
			*value = otherwise
		}
	}
	if c.URL == "" {
		c.URL = "http://" + c.Listen
		if c.Certificate != "" {
			c.URL = "https://" + c.Listen
		}
	}
	return c, err
}

// Witness is a witness that is run by itself.
type Witness struct {
	Config  WitnessConfig
	witness *witness.Witness
	tls     *tls.Config // nil where it is served without
}

// OpenWitness opens or creates a witness.
func OpenWitness(c WitnessConfig) (*Witness, error) {
	w := &Witness{Config: c}
	if c.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(c.Certificate, c.Certificate)
		if err != nil {
			return nil, fmt.Errorf("certificate: %s: %w; the file holds the certificate, those between it and the authority, and the key, as PEM", c.Certificate, err)
		}
		w.tls = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	}
	var err error
	w.witness, err = witness.Open(c.Dir, c.Name, c.Logs, time.Now)
	return w, err
}

// Key is what readers of its cosignatures know it by.
func (w *Witness) Key() string { return w.witness.Key() }

// Close lets another process open the folder.
func (w *Witness) Close() error { return w.witness.Close() }

// Run answers until ctx ends.
func (w *Witness) Run(ctx context.Context, log *slog.Logger) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", w.Config.Listen)
	if err != nil {
		return err
	}
	if w.tls != nil {
		listener = tls.NewListener(listener, w.tls)
	}
	log.Info("logs are cosigned", "address", listener.Addr(), "logs", len(w.Config.Logs))
	return servePages(ctx, listener, w.witness.Handler())
}

var errNoLogs = errors.New("logs: none; give the key of each log that it is to cosign, as its operator publishes it")

// Ready says whether there is anything to do.
func (w *Witness) Ready() error {
	if len(w.Config.Logs) == 0 {
		return errNoLogs
	}
	return nil
}
