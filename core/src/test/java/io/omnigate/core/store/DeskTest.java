package io.omnigate.core.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What tests share that stand on a {@link DeskFixture}: one for each class, as new for each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeskTest {
  final DeskFixture fixture = new DeskFixture();

  @BeforeEach
  final void resetFixture() {
    fixture.reset();
  }

  @AfterAll
  final void closeFixture() {
    fixture.close();
  }
}
