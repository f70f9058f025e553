// The receiver with net/http. The settings come from the environment, the Signatures never from an argument.
package main

import (
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"cdr-receiver/cdrwebhook"
	"cdr-receiver/collect"
)

type receiver struct {
	signatures []string
	inbox      *collect.Inbox
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "missing" {
		findMissing(os.Args[2:])
		return
	}
	signatures, folder, retrySeconds := settings()
	inbox, err := collect.OpenInbox(filepath.Join(folder, "inbox.sqlite"))
	exitOn(err)

	reports := filepath.Join(folder, "reports")
	worker := collect.Worker{
		Inbox:        inbox,
		Reports:      reports,
		Signatures:   signatures,
		RetrySeconds: retrySeconds,
		System:       system(signatures),
	}
	go worker.Run()

	routes := http.NewServeMux()
	routes.Handle("POST /cdr-webhook", receiver{signatures, inbox})
	address := "127.0.0.1:" + setting("PORT", "8000")
	log.Printf("listening on http://%s/cdr-webhook", address)
	server := http.Server{Addr: address, Handler: routes, ReadTimeout: 30 * time.Second}
	exitOn(server.ListenAndServe())
}

// settings creates the folder where it is not there.
func settings() (signatures []string, folder string, retrySeconds float64) {
	signatures = strings.Split(os.Getenv("CDR_SIGNATURES"), "\n")
	if strings.Join(signatures, "") == "" {
		log.Fatal("set CDR_SIGNATURES to the Signature of your webhook configuration")
	}
	folder = setting("CDR_FOLDER", "./cdr")
	retrySeconds, err := strconv.ParseFloat(setting("CDR_RETRY_SECONDS", "1"), 64)
	exitOn(err)
	// 0o700: the inbox holds links that still work, and reports are confidential. A folder that exists keeps its mode.
	exitOn(os.MkdirAll(filepath.Join(folder, "reports"), 0o700))
	return signatures, folder, retrySeconds
}

// system returns the system at CDR_SYSTEM, the origin of each callbackURL; nil if the receiver sends it no requests.
func system(signatures []string) *collect.System {
	address := os.Getenv("CDR_SYSTEM")
	if address == "" {
		return nil
	}
	system, err := collect.NewSystem(address, signatures)
	exitOn(err)
	return system
}

// ServeHTTP keeps a genuine request, then answers. Reports are fetched later, by the worker.
func (r receiver) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	// One byte above the limit is enough to refuse the body.
	body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, cdrwebhook.MaxBodyBytes))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		refuse(response, http.StatusRequestEntityTooLarge, cdrwebhook.ErrBodyTooLarge)
		return
	}
	if err != nil {
		return // the sender went away in the middle of the body
	}
	id, signedAt, err := cdrwebhook.Verify(request.Header, body, r.signatures, time.Now().Unix(), cdrwebhook.Tolerance)
	if err != nil {
		refuse(response, http.StatusUnauthorized, err)
		return
	}
	if err := r.inbox.Keep(id, signedAt, body); err != nil {
		log.Printf("%s not stored: %v", id, err)
		http.Error(response, "not stored", http.StatusServiceUnavailable) // the platform sends it again
		return
	}
	log.Printf("%s stored", id)
	response.WriteHeader(http.StatusOK)
}

func refuse(response http.ResponseWriter, status int, reason error) {
	log.Printf("- refused: %v", reason)
	http.Error(response, reason.Error(), status)
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func exitOn(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
