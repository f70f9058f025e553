package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"cdr-receiver/collect"
)

const mostTries = 5

// findMissing requests the list of reports, and adds missing ones to the inbox, with fresh links. The receiver fetches
// them. It ends the process: with 0 when none is missing any more.
func findMissing(arguments []string) {
	flags := flag.NewFlagSet("missing", flag.ExitOnError)
	since := flags.String("since", "24h", "90m, 24h, 3d, or a time in UTC such as 2026-03-01T10:00:00Z")
	configuration := flags.String("configuration", "", "cfg_...; without it, that of the newest delivery in the inbox")
	exitOn(flags.Parse(arguments))

	signatures, folder, retrySeconds := settings()
	inbox, err := collect.OpenInbox(filepath.Join(folder, "inbox.sqlite"))
	exitOn(err)
	m := missing{system: system(signatures), inbox: inbox, minute: time.Duration(60 * retrySeconds * float64(time.Second))}
	if m.system == nil {
		exitOn(errors.New("set CDR_SYSTEM to the address of the system: the origin of each callbackURL"))
	}
	subject, id := "configurationId", *configuration
	if id == "" {
		subject = "deliveryId"
		id, err = inbox.NewestID()
		exitOn(err)
	}
	if id == "" {
		exitOn(errors.New("the inbox is empty: add -configuration cfg_..."))
	}
	lacking, err := m.find(subject, id, instant(*since))
	exitOn(err)
	if lacking > 0 {
		os.Exit(1)
	}
}

type missing struct {
	system *collect.System
	inbox  *collect.Inbox
	minute time.Duration
}

// instant understands 90m, 24h and 3d; the system itself refuses anything else than a time.
func instant(since string) string {
	units := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}
	if last := len(since) - 1; last > 0 {
		if count, err := strconv.ParseUint(since[:last], 10, 16); err == nil && units[since[last]] > 0 {
			return time.Now().Add(-time.Duration(count) * units[since[last]]).UTC().Format(time.RFC3339)
		}
	}
	return since
}

// find returns how many reports are still missing.
func (m missing) find(subject, id, from string) (lacking int, err error) {
	listed := 0
	for cursor := (*string)(nil); ; {
		var page collect.Page
		err := m.patiently(func() (err error) {
			page, err = m.system.List(subject, id, from, cursor)
			return err
		})
		if err != nil {
			return lacking, err
		}
		for _, report := range page.Items {
			known, err := m.inbox.Knows(report.DeliveryID)
			if err == nil && !known {
				known, err = m.add(report)
			}
			if err != nil {
				return lacking, err
			}
			if !known {
				lacking++
			}
		}
		listed += len(page.Items)
		if page.NextCursor == nil {
			fmt.Printf("%d reports from %s to %s, %d still missing\n", listed, from, page.CompleteUntil, lacking)
			return lacking, nil
		}
		cursor = page.NextCursor
	}
}

// add returns whether the report is no longer missing, or no longer exists. It fails when the inbox does.
func (m missing) add(report collect.Listed) (done bool, err error) {
	var signedAt int64
	var body []byte
	err = m.patiently(func() (err error) {
		signedAt, body, err = m.system.Renew(report.DeliveryID)
		return err
	})
	// %q: a name may hold line feeds.
	what := fmt.Sprintf("%s %q, %d bytes, recorded %s", report.DeliveryID, report.FileName, report.FileSizeInBytes, report.RecordedAt)
	var refusal *collect.RequestFailure
	if errors.As(err, &refusal) {
		why := refusal.Error()
		if refusal.Gone() {
			why = "and no longer exists"
		}
		fmt.Printf("%s: is missing, %s\n", what, why)
		return refusal.Gone(), nil
	}
	if err != nil {
		return false, err
	}
	if err := m.inbox.Keep(report.DeliveryID, signedAt, body); err != nil {
		return false, err
	}
	fmt.Printf("%s: was missing, is in the inbox now\n", what)
	return true, nil
}

// patiently repeats a request that may succeed later: after Retry-After, or after 1, 2, 4 and 8 minutes.
func (m missing) patiently(ask func() error) error {
	for tries := 0; ; tries++ {
		err := ask()
		var refusal *collect.RequestFailure
		if !errors.As(err, &refusal) || tries+1 == mostTries {
			return err
		}
		passes, pause := refusal.MayPass()
		if !passes {
			return err
		}
		if pause == 0 {
			pause = m.minute << tries
		}
		time.Sleep(pause)
	}
}
