package vault

import "fmt"

// group is the changes that one sync makes last.
type group struct {
	then []func() // what holds once they are on the disk
	done chan struct{}
	err  error
}

// hold locks the vault when no change to any of these records is on its way to the disk. It is not locked after an error.
func (v *Vault) hold(of ...digest) error {
	for {
		v.mu.Lock()
		if v.failed != nil {
			v.mu.Unlock()
			return fmt.Errorf("a write has failed; open the vault anew: %w", v.failed)
		}
		on := v.onItsWay(of)
		if on == nil {
			return nil
		}
		v.mu.Unlock()
		<-on.done
	}
}

func (v *Vault) onItsWay(of []digest) *group {
	for _, d := range of {
		if g := v.busy[d]; g != nil {
			return g
		}
	}
	return nil
}

// commit waits until what was written about these records is on the disk, with whatever others wrote meanwhile; then holds from that
// moment on. The caller has locked the vault by hold; commit unlocks it.
func (v *Vault) commit(then func(), of ...digest) error {
	g, leads := v.gathering, v.gathering == nil
	if leads {
		g = &group{done: make(chan struct{})}
		v.gathering = g
	}
	g.then = append(g.then, then)
	for _, d := range of {
		v.busy[d] = g
		g.then = append(g.then, func() { delete(v.busy, d) })
	}
	v.mu.Unlock()
	if leads {
		v.lead(g)
	}
	<-g.done
	return g.err
}

// lead syncs for everyone in the group. While it waits for the group before, more may join.
func (v *Vault) lead(g *group) {
	v.syncing.Lock()
	defer v.syncing.Unlock()
	v.mu.Lock()
	v.gathering = nil
	v.mu.Unlock()
	g.err = v.file.Sync()
	v.mu.Lock()
	defer v.mu.Unlock()
	if g.err == nil {
		g.err = v.failed // a later write may have failed for want of what this one needs
	}
	if v.failed = g.err; v.failed == nil {
		for _, hold := range g.then {
			hold()
		}
	}
	close(g.done)
}
