package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The Signatures of a configuration, in the order in which they take effect; never empty. They are
/// the current one, those in their overlap, and one that takes effect later.
public record SignaturePeriods(List<SignaturePeriod> periods) {
  /// More keys at once would make the signature header too long for some receivers.
  public static final int MAX_COUNT = 5;

  public SignaturePeriods {
    periods = periods.stream().sorted(Comparator.comparing(SignaturePeriod::from)).toList();
    if (periods.isEmpty() || periods.size() > MAX_COUNT) {
      throw new IllegalArgumentException(
          "a configuration must have 1 to " + MAX_COUNT + " Signatures: " + periods.size());
    }
  }

  /// Returns the periods of a new configuration, with its first Signature.
  public static SignaturePeriods first(
      SealedSignature signature, SignatureKey key, Instant createdAt) {
    return new SignaturePeriods(List.of(SignaturePeriod.beginning(signature, key, createdAt)));
  }

  /// Returns the period whose key signs `X-CDR-Signature`: the last that has begun. If this clock
  /// is slow and none has begun, it returns the first.
  public SignaturePeriod current(Instant now) {
    return begun(now).isEmpty() ? periods.getFirst() : begun(now).getLast();
  }

  /// Returns all Signatures that sign an attempt: the current one first, then those in their
  /// overlap, the newest first.
  public List<SealedSignature> inForce(Instant now) {
    SignaturePeriod current = current(now);
    List<SealedSignature> keys = new ArrayList<>();
    keys.add(current.signature());
    begun(now).reversed().stream()
        .filter(period -> !period.equals(current) && !period.hasEnded(now))
        .map(SignaturePeriod::signature)
        .forEach(keys::add);
    return List.copyOf(keys);
  }

  /// Returns whether the Signature that was given last has at least `characters`. It returns false
  /// if the Signature was stored before lengths were.
  public boolean lastHas(int characters) {
    return periods.getLast().length() >= characters;
  }

  /// Returns until when a Signature shorter than `characters` signs. Empty if all are long enough,
  /// or if a short one has no successor. A Signature that was stored before lengths were counts as
  /// short.
  public Optional<Instant> shorterSignsUntil(int characters, Instant now) {
    return periods.stream()
        .filter(period -> period.length() < characters && !period.hasEnded(now))
        .flatMap(period -> period.until().stream())
        .max(Comparator.naturalOrder());
  }

  /// Returns the Signature that takes effect later, if any.
  public Optional<SignaturePeriod> upcoming(Instant now) {
    return periods.size() > 1 && !periods.getLast().hasBegun(now)
        ? Optional.of(periods.getLast())
        : Optional.empty();
  }

  /// Adds a new Signature that takes effect at `effectiveAt`. The current one continues to sign for
  /// `overlap` after that. Overlaps that have begun keep their ends. The new Signature replaces one
  /// that has not taken effect yet.
  ///
  /// The new Signature takes effect no sooner than the current one did, even if a clock is slow.
  /// Returns empty if there would be more than [#MAX_COUNT] at once.
  public Optional<SignaturePeriods> rotated(
      SealedSignature signature, SignatureKey key, Turn turn, Instant now) {
    SignaturePeriod current = current(now);
    Instant from = current.from().isAfter(turn.effectiveAt()) ? current.from() : turn.effectiveAt();
    List<SignaturePeriod> kept = new ArrayList<>();
    for (SignaturePeriod period : periods) {
      if (period.equals(current)) {
        SignaturePeriod ending = period.until(from.plus(turn.overlap()));
        if (!ending.hasEnded(now)) {
          kept.add(ending);
        }
      } else if (period.hasBegun(now) && !period.hasEnded(now)) {
        kept.add(period);
      }
    }
    kept.add(SignaturePeriod.beginning(signature, key, from));
    return kept.size() > MAX_COUNT ? Optional.empty() : Optional.of(new SignaturePeriods(kept));
  }

  /// Removes the Signature that takes effect later, so that the current one has no end again.
  /// Overlaps that have begun keep their ends. Returns empty if there is no later Signature.
  public Optional<SignaturePeriods> withoutUpcoming(Instant now) {
    SignaturePeriod current = current(now);
    return upcoming(now)
        .map(
            planned ->
                new SignaturePeriods(
                    periods.stream()
                        .filter(period -> !period.equals(planned))
                        .map(period -> period.equals(current) ? period.withoutEnd() : period)
                        .toList()));
  }

  /// The start of a new Signature, and how long the old one continues to sign after that.
  public record Turn(Instant effectiveAt, Duration overlap) {
    public Turn {
      if (overlap.isNegative()) {
        throw new IllegalArgumentException("overlap must not be negative: " + overlap);
      }
    }
  }

  private List<SignaturePeriod> begun(Instant now) {
    return periods.stream().filter(period -> period.hasBegun(now)).toList();
  }
}
