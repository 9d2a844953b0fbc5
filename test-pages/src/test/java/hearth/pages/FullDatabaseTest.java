package hearth.pages;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;

/** The same for models that lie in a database, in browsers that give a site no files of its own. */
class FullDatabaseTest extends FullDiskTest {
  @BeforeEach
  @Override
  void moveTheSite() throws IOException {
    super.moveTheSite();
    withoutFiles();
  }
}
