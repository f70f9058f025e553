// Package cdrwebhook verifies CDR webhooks. This file is all you need to copy; it uses nothing but the standard library.
package cdrwebhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

const (
	MaxBodyBytes = 65_536
	// Tolerance is how many seconds webhook-timestamp may usually be from now.
	Tolerance = 300
)

// The reasons for which Verify refuses a request.
var (
	ErrBodyTooLarge       = errors.New("body-too-large")
	ErrHeaderMissing      = errors.New("header-missing")
	ErrIDMalformed        = errors.New("id-malformed")
	ErrTimestampMalformed = errors.New("timestamp-malformed")
	ErrOutsideTolerance   = errors.New("outside-tolerance")
	ErrSignatureMalformed = errors.New("signature-malformed")
	ErrSignatureMismatch  = errors.New("signature-mismatch")
)

var (
	// The id becomes the name of a folder, so nothing but these characters may be in it.
	idForm        = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
	timestampForm = regexp.MustCompile(`^[0-9]{1,12}$`)
	// 43 characters and a padding are the base64 of 32 bytes.
	signatureForm = regexp.MustCompile(`^v1,[A-Za-z0-9+/]{43}=$`)
)

// Verify returns webhook-id and webhook-timestamp of a request that the platform signed, or the reason why it did not.
//
// The body is the bytes as they arrived: JSON that was parsed and written again does not verify. The signatures are the
// Signatures of the configuration as they are, the new one first; two during a rotation. now is in Unix seconds.
func Verify(headers http.Header, body []byte, signatures []string, now, tolerance int64) (id string, signedAt int64, err error) {
	return VerifyUpTo(MaxBodyBytes, headers, body, signatures, now, tolerance)
}

// VerifyUpTo is Verify for bodies of that many bytes: answers to list-reports have more than webhooks.
func VerifyUpTo(
	largest int, headers http.Header, body []byte, signatures []string, now, tolerance int64,
) (id string, signedAt int64, err error) {
	if len(body) > largest {
		return "", 0, ErrBodyTooLarge
	}
	id = onlyValue(headers, "webhook-id")
	timestamp := onlyValue(headers, "webhook-timestamp")
	signed := onlyValue(headers, "webhook-signature")
	if id == "" || timestamp == "" || signed == "" {
		return "", 0, ErrHeaderMissing
	}
	if !idForm.MatchString(id) {
		return "", 0, ErrIDMalformed
	}
	if !timestampForm.MatchString(timestamp) {
		return "", 0, ErrTimestampMalformed
	}
	signedAt, _ = strconv.ParseInt(timestamp, 10, 64) // 12 digits always fit
	if signedAt < now-tolerance || signedAt > now+tolerance {
		return "", 0, ErrOutsideTolerance
	}
	err = ErrSignatureMalformed
	for _, given := range strings.Split(signed, " ") {
		if !signatureForm.MatchString(given) {
			continue // another version, perhaps; one good entry is enough
		}
		err = ErrSignatureMismatch
		for _, signature := range signatures {
			if signature == "" {
				continue // an empty key is no secret: anyone can sign with it
			}
			if hmac.Equal([]byte(given), []byte(sign(signature, id, timestamp, body))) { // in constant time
				return id, signedAt, nil
			}
		}
	}
	return "", 0, err
}

func sign(signature, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(signature))
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// onlyValue returns the value of a header that was sent exactly once, else "".
func onlyValue(headers http.Header, wanted string) string {
	var values []string
	for name, given := range headers {
		if strings.EqualFold(name, wanted) {
			values = append(values, given...)
		}
	}
	if len(values) != 1 {
		return ""
	}
	return values[0]
}
