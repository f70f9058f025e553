package collect

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cdr-receiver/cdrwebhook"
)

const (
	requestsPath = "/bulk/cdr-mgr/v1/receiver-requests"
	maxPageBytes = 4 * 1024 * 1024 // a page of a list may be longer than a webhook
)

// System requests fresh links and the list of reports. The configuration must allow such requests.
type System struct {
	url        string
	signatures []string
	client     *http.Client
}

// RequestFailure is a request that got no valid answer. Its text has no secrets, so it may be logged.
type RequestFailure struct {
	text              string
	status            int // 0 if there was no valid answer
	retryAfterSeconds float64
}

func (f *RequestFailure) Error() string { return f.text }

// Gone tells whether the report no longer exists.
func (f *RequestFailure) Gone() bool { return f.status == 410 }

// MayPass tells whether the same request may succeed later, and after which pause: 0 when the system names none.
func (f *RequestFailure) MayPass() (passes bool, pause time.Duration) {
	passes = f.status == 0 || f.status == 409 || f.status == 429 || f.status == 503
	return passes, time.Duration(f.retryAfterSeconds * float64(time.Second))
}

// Page is a part of the list of reports. NextCursor is nil in the last one.
type Page struct {
	Items         []Listed
	NextCursor    *string
	CompleteUntil string
}

// Listed is a report that the system has announced.
type Listed struct {
	DeliveryID      string
	FileName        string
	FileSizeInBytes int64
	RecordedAt      string
}

// NewSystem takes the origin of each callbackURL, and the Signatures of the configuration, the new one first.
func NewSystem(address string, signatures []string) (*System, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return nil, fmt.Errorf("CDR_SYSTEM must be an address such as https://cdr.example.com: %s", address)
	}
	noRedirects := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &System{
		url:        parsed.Scheme + "://" + parsed.Host + requestsPath,
		signatures: signatures,
		client:     &http.Client{Timeout: time.Minute, CheckRedirect: noRedirects},
	}, nil
}

// SignRequest returns the X-CDR-Signature of a request.
func SignRequest(signature string, body []byte) string {
	mac := hmac.New(sha512.New, []byte(signature))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// SignLink returns the X-CDR-Signature of a request for a link: one value for each Signature, since any of them may be in force.
func SignLink(signatures []string, link string) string {
	var values []string
	for _, signature := range signatures {
		if signature != "" {
			values = append(values, SignRequest(signature, []byte(link)))
		}
	}
	return strings.Join(values, ", ")
}

// Renew returns an announcement with a fresh link, for the inbox.
func (s *System) Renew(deliveryID string) (signedAt int64, body []byte, err error) {
	return s.ask(map[string]any{"request": "renew-link", "deliveryId": deliveryID}, cdrwebhook.MaxBodyBytes)
}

// List returns a page of the reports that were recorded since then. The subject is "deliveryId", that of any delivery, or
// "configurationId".
func (s *System) List(subject, id, from string, cursor *string) (page Page, err error) {
	asked := map[string]any{"request": "list-reports", subject: id, "from": from, "cursor": cursor}
	_, body, err := s.ask(asked, maxPageBytes)
	if err == nil {
		err = json.Unmarshal(body, &page)
	}
	return page, err
}

func (s *System) ask(asked map[string]any, largest int) (signedAt int64, body []byte, err error) {
	var answer *http.Response
	var expected any
	for _, signature := range s.signatures {
		if signature == "" {
			continue
		}
		asked["id"] = "req_" + randomHex()
		asked["at"] = time.Now().UTC().Format(time.RFC3339)
		expected = asked["id"] // the webhook-id of a list is that of its request
		if asked["request"] == "renew-link" {
			expected = asked["deliveryId"]
		}
		if answer, body, err = s.post(asked, signature, largest); err != nil {
			return 0, nil, err
		}
		if answer.StatusCode != http.StatusUnauthorized {
			break // 401: the system does not accept the new Signature before the rotation
		}
	}
	if status := answer.StatusCode; status != http.StatusOK && status != http.StatusCreated {
		return 0, nil, &RequestFailure{
			text:              fmt.Sprintf("the system answered %d", status),
			status:            status,
			retryAfterSeconds: retryAfterSeconds(answer.Header.Get("Retry-After")),
		}
	}
	now := time.Now().Unix()
	id, signedAt, err := cdrwebhook.VerifyUpTo(largest, answer.Header, body, s.signatures, now, cdrwebhook.Tolerance)
	if err != nil {
		return 0, nil, &RequestFailure{text: "the answer of the system has an invalid signature: " + err.Error()}
	}
	if id != expected {
		return 0, nil, &RequestFailure{text: "the answer of the system belongs to another request"}
	}
	return signedAt, body, nil
}

func (s *System) post(asked map[string]any, signature string, largest int) (*http.Response, []byte, error) {
	body, err := json.Marshal(asked)
	if err != nil {
		return nil, nil, err
	}
	request, err := http.NewRequest(http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-CDR-Signature", SignRequest(signature, body))
	answer, err := s.client.Do(request)
	if err != nil {
		return nil, nil, &RequestFailure{text: "the system does not answer"}
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(io.LimitReader(answer.Body, int64(largest)+1)) // one byte above is enough to refuse it
	if err != nil {
		return nil, nil, &RequestFailure{text: "the system does not answer"}
	}
	return answer, read, nil
}

func randomHex() string {
	random := make([]byte, 16)
	rand.Read(random) // never fails
	return hex.EncodeToString(random)
}
