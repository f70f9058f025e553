// Package collect keeps announcements on disk and downloads the reports that they announce.
package collect

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	largestNumber = 1<<53 - 1
	soon          = 10 * time.Minute
)

// Announcement has the contents of an announcement. Sizes and ids need an int64: test deliveries have the taskId 2^53 - 1.
type Announcement struct {
	ContentType     string `json:"-"`
	HTTPMethod      string `json:"-"`
	CallbackURL     string `json:"callbackURL"`
	ValidUntil      string `json:"validUntil"`
	FileName        string `json:"fileName"`
	FileSizeInBytes int64  `json:"fileSizeInBytes"`
	NumberOfLines   int64  `json:"numberOfLines"`
	TaskName        string `json:"taskName"`
	TaskID          int64  `json:"taskId"`
	Error           string `json:"error"`
	FileSha256      string `json:"fileSha256"` // only payload 2 has it; empty when it is not known
}

// ReadAnnouncement returns nil if the body is not an announcement. Unknown properties are allowed.
func ReadAnnouncement(body []byte) *Announcement {
	var given map[string]json.RawMessage
	// encoding/json replaces bytes that are not UTF-8, instead of refusing them.
	if !utf8.Valid(body) || json.Unmarshal(body, &given) != nil {
		return nil
	}
	var a Announcement
	texts := map[string]*string{
		"contentType": &a.ContentType, "httpMethod": &a.HTTPMethod, "callbackURL": &a.CallbackURL, "validUntil": &a.ValidUntil,
		"fileName": &a.FileName, "taskName": &a.TaskName, "error": &a.Error,
	}
	numbers := map[string]*int64{
		"fileSizeInBytes": &a.FileSizeInBytes, "numberOfLines": &a.NumberOfLines, "taskId": &a.TaskID,
	}
	for name, text := range texts {
		if !read(given[name], text) {
			return nil
		}
	}
	for name, number := range numbers {
		if !read(given[name], number) || *number < 0 || *number > largestNumber {
			return nil
		}
	}
	_ = read(given["fileSha256"], &a.FileSha256)
	return &a
}

// hasReport tells whether there is a report to fetch. With one error the report is complete: only its lines were not counted.
func (a *Announcement) hasReport() bool {
	return a.Error == "" || a.Error == "Report is too large to count"
}

// linkEndsSoon is false for a time that cannot be parsed: the link itself answers 410 when it has expired.
func (a *Announcement) linkEndsSoon() bool {
	end, err := time.Parse(time.RFC3339, a.ValidUntil)
	return err == nil && time.Until(end) < soon
}

// read is false for a property that is absent, null or of another type.
func read(raw json.RawMessage, into any) bool {
	return raw != nil && string(raw) != "null" && json.Unmarshal(raw, into) == nil
}

var deviceOfWindows = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)`)

// SafeName returns a name that is safe to save under on Linux, macOS and Windows. The announced one is data, not a path.
func SafeName(announced string) string {
	name := announced[strings.LastIndexAny(announced, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || r >= '0' && r <= '9' || strings.ContainsRune("._- ", r) {
			return r
		}
		return '_'
	}, name)
	name = strings.TrimRight(strings.TrimLeft(name, "."), ". ")
	if name == "" {
		return "report.zip"
	}
	if deviceOfWindows.MatchString(name) {
		name = "_" + name
	}
	return shortened(name)
}

// shortened keeps at most 120 bytes, since file systems allow 255 and ours get a suffix. It keeps the extension.
func shortened(name string) string {
	start, extension := name, ""
	if dot := strings.LastIndex(name, "."); dot > 0 && len(name)-dot <= 16 {
		start, extension = name[:dot], name[dot:]
	}
	for len(start)+len(extension) > 120 {
		_, size := utf8.DecodeLastRuneInString(start)
		start = start[:len(start)-size]
	}
	return start + extension
}
