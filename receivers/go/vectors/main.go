// Prints what Verify, SafeName, ReadAnnouncement, SignRequest and SignLink make of ../vectors, one JSON line each.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"

	"cdr-receiver/cdrwebhook"
	"cdr-receiver/collect"
)

type vector struct {
	Name             string
	Signatures       []string
	Now              int64
	ToleranceSeconds int64
	Headers          [][2]string
	Body             *string
	BodyBase64       []byte
	SignedWith       string
	CallbackURL      string
}

func (v vector) body() []byte {
	if v.Body == nil {
		return v.BodyBase64
	}
	return []byte(*v.Body)
}

func main() {
	var signatures struct{ Vectors []vector }
	read("signatures", &signatures)
	for _, v := range signatures.Vectors {
		headers := http.Header{}
		for _, pair := range v.Headers {
			headers[pair[0]] = append(headers[pair[0]], pair[1]) // as it is, without net/http's own way to write names
		}
		verdict := "accepted"
		if _, _, err := cdrwebhook.Verify(headers, v.body(), v.Signatures, v.Now, v.ToleranceSeconds); err != nil {
			verdict = err.Error()
		}
		print(map[string]any{"name": v.Name, "verdict": verdict})
	}
	var fileNames, announcements []vector
	read("file-names", &fileNames)
	for _, v := range fileNames {
		print(map[string]any{"file": v.Name, "saved": collect.SafeName(v.Name)})
	}
	read("announcements", &announcements)
	for _, v := range announcements {
		print(map[string]any{"announcement": v.Name, "read": collect.ReadAnnouncement(v.body())})
	}
	var requests struct{ Vectors []vector }
	read("receiver-requests", &requests)
	for _, v := range requests.Vectors {
		if v.SignedWith != "" {
			print(map[string]any{"request": v.Name, "signed": collect.SignRequest(v.SignedWith, v.body())})
		}
	}
	var links []vector
	read("links", &links)
	for _, v := range links {
		print(map[string]any{"link": v.Name, "signed": collect.SignLink(v.Signatures, v.CallbackURL)})
	}
}

func read(name string, into any) {
	text, err := os.ReadFile("../vectors/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func print(line map[string]any) {
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		log.Fatal(err)
	}
}
