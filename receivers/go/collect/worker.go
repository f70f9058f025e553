package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	atOnce                       = 8
	mostSecondsBetweenTries      = 60
	mostSecondsBetweenRequests   = 3600
	secondsUntilADeadLinkIsTried = 24 * 3600
	pauseAfterAFaultOfTheInbox   = 10 * time.Second
)

// Worker collects the announced reports, several at a time, so that a slow one does not delay the others.
type Worker struct {
	Inbox        *Inbox
	Reports      string // the folder
	Signatures   []string
	RetrySeconds float64
	System       *System // gives fresh links; nil: the worker waits for repeats

	lock sync.Mutex
	busy map[string]bool
}

// Run looks for due reports five times a second. Reports that a killed process did not finish are due too.
func (w *Worker) Run() {
	w.busy = map[string]bool{}
	for range time.Tick(200 * time.Millisecond) {
		// Reports in collection are still due. Among twice as many rows, some are always new.
		due, err := w.Inbox.due(time.Now().Unix(), 2*atOnce)
		if err != nil {
			log.Printf("- the inbox cannot be read: %v", err)
		}
		for _, report := range due {
			if w.take(report.id) {
				go func() {
					defer w.release(report.id)
					if err := w.collect(report); err != nil {
						log.Printf("%s not noted in the inbox: %v", report.id, err)
						// The report is still due, for example on a full disk: do not request its link five times a second.
						time.Sleep(pauseAfterAFaultOfTheInbox)
					}
				}()
			}
		}
	}
}

func (w *Worker) take(id string) bool {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.busy[id] || len(w.busy) == atOnce {
		return false
	}
	w.busy[id] = true
	return true
}

func (w *Worker) release(id string) {
	w.lock.Lock()
	defer w.lock.Unlock()
	delete(w.busy, id)
}

// collect fails when the inbox does; a download that fails is tried again.
func (w *Worker) collect(report waiting) (err error) {
	if strings.HasPrefix(report.id, "notice_") {
		log.Printf("%s a notice, nothing to fetch: the inbox has it", report.id)
		return w.Inbox.collected(report, time.Now().Unix())
	}
	announced := ReadAnnouncement(report.body)
	if announced == nil {
		log.Printf("%s set aside: the body is no announcement", report.id)
		return w.Inbox.setAside(report, "the body is no announcement")
	}
	if !announced.hasReport() {
		log.Printf("%s nothing to fetch: the inbox has the error", report.id)
		return w.Inbox.collected(report, time.Now().Unix())
	}
	var refusal *RequestFailure // why there is no fresh link; the old one may work for some more minutes
	if w.System != nil && announced.linkEndsSoon() {
		if refusal, err = w.renew(report); refusal == nil {
			return err
		}
	}
	err = download(announced, filepath.Join(w.Reports, report.id), w.Signatures)
	if err == nil {
		log.Printf("%s saved", report.id)
		return w.Inbox.collected(report, time.Now().Unix())
	}
	var known failure
	if errors.As(err, &known) && known.freshLinkHelps && w.System != nil && refusal == nil {
		var fault error
		if refusal, fault = w.renew(report); refusal == nil {
			return fault
		}
	}
	return w.retry(report, err, refusal)
}

// renew puts an announcement with a fresh link into the inbox, or returns why there is none. It fails when the inbox does.
func (w *Worker) renew(report waiting) (refusal *RequestFailure, err error) {
	if float64(time.Now().Unix()-report.signedAt) < 60*w.RetrySeconds { // a new link that is already dead
		return &RequestFailure{text: "the link is too new to ask for another one"}, nil
	}
	signedAt, body, err := w.System.Renew(report.id)
	if errors.As(err, &refusal) {
		return refusal, nil
	}
	if err != nil {
		return nil, err
	}
	log.Printf("%s has a fresh link", report.id)
	return nil, w.Inbox.Keep(report.id, signedAt, body)
}

func (w *Worker) retry(report waiting, err error, refusal *RequestFailure) error {
	wait := math.Min(mostSecondsBetweenTries, w.RetrySeconds*math.Pow(2, float64(report.tries)))
	var known failure
	if errors.As(err, &known) {
		wait = math.Max(wait, known.retryAfterSeconds)
		if known.linkIsDead && refusal == nil {
			wait = secondsUntilADeadLinkIsTried // only a repeat has another link; the worker tries it as soon as it arrives
		}
	}
	why := kind(err)
	if refusal != nil {
		if refusal.Gone() {
			log.Printf("%s set aside: the report no longer exists", report.id)
			return w.Inbox.setAside(report, "the report no longer exists")
		}
		pause := math.Min(mostSecondsBetweenRequests, 60*math.Pow(2, float64(report.tries))) * w.RetrySeconds
		wait = math.Max(wait, math.Max(pause, refusal.retryAfterSeconds))
		why += "; no fresh link: " + refusal.text
	}
	log.Printf("%s not collected: %s, next try in %g s or when a repeat arrives", report.id, why, wait)
	return w.Inbox.retry(report, time.Now().Add(time.Duration(wait*float64(time.Second))).Unix())
}

// kind names an error without its text: *url.Error prints the link, which is a credential.
func kind(err error) string {
	var known failure
	var errno syscall.Errno
	switch {
	case errors.As(err, &known):
		return known.text
	case errors.As(err, &errno):
		return errno.Error()
	case errors.Is(err, context.Canceled), os.IsTimeout(err):
		return "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection broke"
	}
	return fmt.Sprintf("%T", err)
}
