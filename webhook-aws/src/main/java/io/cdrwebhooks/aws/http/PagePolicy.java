package io.cdrwebhooks.aws.http;

import java.util.List;

/// The `Content-Security-Policy` of pages: they load nothing from other sites, and no site may
/// frame them. Source: W3C, CSP Level 3 and Trusted Types.
public final class PagePolicy {
  private static final String TRUSTED_TYPES =
      "; require-trusted-types-for 'script'; trusted-types ";

  private PagePolicy() {}

  /// Returns the policy of the console, in which scripts must not turn text into HTML or into
  /// scripts. `signInOrigins` are the other origins that it may call, to sign in.
  public static String ofConsole(List<String> signInOrigins) {
    return of(signInOrigins) + TRUSTED_TYPES + "'none'";
  }

  /// Returns the policy of the API's page. Swagger UI turns texts into HTML and cleans them itself,
  /// with DOMPurify. The page's own policy, `trusted-types.js`, refuses to make scripts of them.
  public static String ofDescription() {
    return of(List.of()) + TRUSTED_TYPES + "default dompurify";
  }

  private static String of(List<String> otherOrigins) {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        + " font-src 'self'; connect-src 'self'"
        + String.join("", otherOrigins.stream().map(origin -> " " + origin).toList())
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }
}
