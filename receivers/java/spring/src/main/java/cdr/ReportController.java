package cdr;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The receiver with Spring Boot. Where Spring Security guards the application, exempt this path from CSRF. */
@SpringBootApplication
@RestController
public class ReportController {
  public static void main(String[] arguments) {
    SpringApplication.run(ReportController.class, arguments);
  }

  @Bean
  static Receiver receiver() throws IOException, SQLException {
    return Receiver.start();
  }

  private final Receiver receiver;

  ReportController(Receiver receiver) {
    this.receiver = receiver;
  }

  /**
   * An InputStream gives the bytes as they arrived, and no more of them than we read: one above the limit is enough to
   * refuse the body. "@RequestBody byte[]" gives the same bytes, but reads a body of any size first.
   */
  @PostMapping("/cdr-webhook")
  ResponseEntity<String> receive(@RequestHeader MultiValueMap<String, String> headers, InputStream body)
      throws IOException {
    Receiver.Answer answer = receiver.receive(headers, body.readNBytes(CdrWebhook.MAX_BODY_BYTES + 1));
    return ResponseEntity.status(answer.status()).contentType(MediaType.TEXT_PLAIN).body(answer.text());
  }
}
