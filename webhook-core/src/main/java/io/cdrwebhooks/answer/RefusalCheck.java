package io.cdrwebhooks.answer;

import java.util.OptionalInt;

/// The statuses of a receiver's answers to two requests that it must refuse: a `forged` one, which
/// a stranger's key signed, and an `old` one, whose signatures are right. A status is empty if
/// there was no complete answer, or no time to send the request.
public record RefusalCheck(OptionalInt forged, OptionalInt old) {}
