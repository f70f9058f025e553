package io.cdrwebhooks.dispatch.inputs;

import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.exchange.Receivers;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.work.WorkMessages;

/// The services that dispatch calls: keys, links, receivers, queues, notices.
public record DispatchServices(
    SignatureVault vault,
    CallbackUrls callbackUrls,
    Receivers receivers,
    WorkMessages workMessages,
    WorkQueues queues,
    DeadLetters deadLetters,
    Notices notices) {}
