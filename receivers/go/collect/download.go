package collect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	mostSilence           = 30 * time.Second
	mostRetryAfterSeconds = 3600
)

var client = &http.Client{
	// The link answers with a redirect, which download follows itself: the range is for its target.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport: &http.Transport{
		Proxy:       http.ProxyFromEnvironment,
		DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		// Sizes and ranges count the bytes of the file, not of a compressed form.
		DisableCompression: true,
	},
}

// failure is a download that failed. Its text contains no URL, so it may be logged.
type failure struct {
	text              string
	linkIsDead        bool
	freshLinkHelps    bool
	retryAfterSeconds float64
}

func (f failure) Error() string { return f.text }

// target is where a report goes.
type target struct {
	saved    string
	part     string // the bytes so far
	etagFile string // which version of the file that is
	size     int64
}

// download saves the report in the folder. When it fails, the bytes so far stay for the next try. The request for the
// link is signed, for configurations whose links need that.
func download(announced *Announcement, folder string, signatures []string) error {
	saved := filepath.Join(folder, SafeName(announced.FileName))
	file := target{saved, saved + ".part", saved + ".etag", announced.FileSizeInBytes}
	if sizeOf(file.saved) == file.size {
		return nil // the process crashed between the rename and the update of the inbox
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	silence := time.AfterFunc(mostSilence, cancel)
	defer silence.Stop()

	have, etag := file.begun()
	location, err := targetOf(ctx, announced.CallbackURL, signatures)
	if err != nil {
		return err
	}
	answer, err := fetch(ctx, location, have, etag)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if err := file.take(answer, have, io.TeeReader(answer.Body, heartbeat{silence})); err != nil {
		return err
	}
	if sizeOf(file.part) != file.size {
		return failure{text: "the file is not complete yet"}
	}
	if err := file.compareWith(announced.FileSha256); err != nil {
		return err
	}
	if err := os.Rename(file.part, file.saved); err != nil {
		return err
	}
	return removeIfThere(file.etagFile)
}

// compareWith removes the file when it has another digest. An empty digest is not known.
func (t target) compareWith(digest string) error {
	if digest == "" {
		return nil
	}
	file, err := os.Open(t.part)
	if err != nil {
		return err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if hex.EncodeToString(hash.Sum(nil)) != digest {
		return errors.Join(os.Remove(t.part), failure{text: "the file has another SHA-256 than announced"})
	}
	return nil
}

// begun returns how many bytes there are already, and their ETag: 0 if the download must start again.
func (t target) begun() (have int64, etag string) {
	read, _ := os.ReadFile(t.etagFile)
	have = sizeOf(t.part)
	if have < 0 || have > t.size || len(read) == 0 {
		return 0, ""
	}
	return have, string(read)
}

// take appends the bytes from the store to the partial file, or starts the file again.
func (t target) take(answer *http.Response, have int64, body io.Reader) error {
	status := answer.StatusCode
	goesOn := strings.HasPrefix(answer.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", have))
	refused := failure{text: fmt.Sprintf("the store answered %d", status)}
	switch {
	case status == 206 && have > 0 && goesOn:
		return appendTo(t.part, body, t.size-have)
	case status == 200:
		if err := removeIfThere(t.part); err != nil {
			return err
		}
		if err := os.WriteFile(t.etagFile, []byte(answer.Header.Get("ETag")), 0o644); err != nil {
			return err
		}
		return appendTo(t.part, body, t.size)
	case status == 416 && have == t.size:
		return nil // the process crashed between the last byte and the rename
	case status == 206 || status == 412 || status == 416:
		return errors.Join(removeIfThere(t.part), refused) // the next try starts again
	}
	return refused
}

// targetOf returns the target of the link. Only the request to the link is signed, not the one to the target: the signature opens the link.
func targetOf(ctx context.Context, link string, signatures []string) (string, error) {
	redirect, err := get(ctx, link, http.Header{"X-Cdr-Signature": {SignLink(signatures, link)}})
	if err != nil {
		return "", err
	}
	redirect.Body.Close()
	status := redirect.StatusCode
	if status != 302 || redirect.Header.Get("Location") == "" {
		answered := failure{text: fmt.Sprintf("the link answered %d", status)}
		answered.linkIsDead = status == 404 || status == 410
		answered.freshLinkHelps = status == 403 || status == 410 // 403: for example, it was issued for an older Signature
		if status == 429 || status == 503 {
			answered.retryAfterSeconds = retryAfterSeconds(redirect.Header.Get("Retry-After"))
		}
		return "", answered
	}
	location, err := redirect.Location()
	if err != nil {
		return "", err
	}
	if redirect.Request.URL.Scheme == "https" && location.Scheme != "https" {
		return "", failure{text: "the link left https"}
	}
	return location.String(), nil
}

// fetch returns the store's answer. One redirect of the link is followed, and no more.
func fetch(ctx context.Context, location string, have int64, etag string) (*http.Response, error) {
	headers := http.Header{}
	if have > 0 {
		headers.Set("Range", fmt.Sprintf("bytes=%d-", have))
		headers.Set("If-Match", etag) // the rest must belong to the file whose beginning we have
	}
	return get(ctx, location, headers)
}

// retryAfterSeconds is the pause that Retry-After asks for in seconds, and one more, because the inbox keeps whole seconds.
func retryAfterSeconds(header string) float64 {
	seconds, err := strconv.ParseUint(header, 10, 31)
	if err != nil {
		return 0
	}
	return math.Min(mostRetryAfterSeconds, float64(seconds)+1)
}

func get(ctx context.Context, url string, headers http.Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header = headers
	return client.Do(request)
}

// appendTo writes at most the given number of bytes, and waits until the disk has them.
func appendTo(part string, body io.Reader, missing int64) error {
	file, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, io.LimitReader(body, missing))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if one, _ := io.ReadFull(body, make([]byte, 1)); one > 0 {
		return errors.Join(os.Remove(part), failure{text: "the file is larger than announced"})
	}
	return nil
}

// heartbeat restarts the timer with each byte that arrives.
type heartbeat struct{ silence *time.Timer }

func (h heartbeat) Write(bytes []byte) (int, error) {
	h.silence.Reset(mostSilence)
	return len(bytes), nil
}

// sizeOf is -1 when there is no such file.
func sizeOf(file string) int64 {
	if found, err := os.Stat(file); err == nil {
		return found.Size()
	}
	return -1
}

func removeIfThere(file string) error {
	if err := os.Remove(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
