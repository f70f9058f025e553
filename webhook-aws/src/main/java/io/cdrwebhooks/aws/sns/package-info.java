/// Amazon SNS, which mails alarms and notices to operators.
package io.cdrwebhooks.aws.sns;
