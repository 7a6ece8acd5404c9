package io.omnigate.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The bench speaks to a gateway from outside; only its micro benchmarks call the code itself. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.omnigate.bench");

  @Test
  void theDriverKnowsNothingOfTheGatewayButTicketIdsAndNamedSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.omnigate.bench.micro..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.omnigate.gateway..",
            "io.omnigate.channels..",
            "io.omnigate.core.intake..",
            "io.omnigate.core.desk..",
            "io.omnigate.core.queue..",
            "io.omnigate.core.contact..",
            "io.omnigate.core.postgres..")
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.omnigate.bench.(*)..").should().beFreeOfCycles().check(ALL);
  }
}
