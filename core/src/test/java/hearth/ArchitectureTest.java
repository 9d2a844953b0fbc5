package hearth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import hearth.model.Architecture;
import hearth.model.Model;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the arrows between packages, and keeps the engine to what compiles, and computes alike, in a browser. */
class ArchitectureTest {
    private static JavaClasses engine;

    @BeforeAll
    static void readClasses() {
        engine = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("hearth");
    }

    /** format <- program <- model; program and model <- device; text, generate and chat on top. */
    @ParameterizedTest(name = "{0} knows {1}")
    @CsvSource({
        "hearth.format, ''",
        "hearth.json, ''",
        "hearth.program, hearth.format",
        "hearth.model, hearth.format hearth.program",
        "hearth.device.., hearth.format hearth.program hearth.model",
        "hearth.text, hearth.format",
        "hearth.chat, hearth.json",
        "hearth.generate, hearth.device hearth.text"})
    void aPackageKnowsOnly(String of, String others) {
        check(classes().that().resideInAPackage(of).should().onlyDependOnClassesThat(
            resideInAnyPackage(("java.. " + of + " " + others).trim().split(" "))));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("hearth.(**)").should().beFreeOfCycles().check(engine);
    }

    /** A new model is one class: whoever runs models sees them through the interface. */
    @Test
    void devicesKnowNoModelInParticular() {
        check(noClasses().that().resideInAPackage("hearth.device..").should().dependOnClassesThat(
            resideInAPackage("hearth.model").and(not(belongToAnyOf(Model.class, Architecture.class)))));
    }

    @Test
    void devicesAreIndependentOfEachOther() {
        check(noClasses().that().resideInAPackage("hearth.device.scalar..").should().dependOnClassesThat()
            .resideInAPackage("hearth.device.simd.."));
    }

    /** The reference device is for tests: what the site carries must not hold it. */
    @Test
    void nothingNeedsTheReferenceDevice() {
        check(noClasses().that().resideOutsideOfPackage("hearth.device.scalar").should().dependOnClassesThat()
            .resideInAPackage("hearth.device.scalar"));
    }

    @Test
    void theInterfaceOfDevicesNeedsNone() {
        check(classes().that().resideInAPackage("hearth.device").should().onlyDependOnClassesThat(
            resideInAnyPackage("java..", "hearth.device")));
    }

    @Test
    void theEngineNeedsNoMoreThanJava() {
        check(classes().should().onlyDependOnClassesThat(resideInAnyPackage("java.lang..", "java.util", "java.util.function",
            "java.nio.charset", "java.io", "hearth..")));
    }

    /** Regular expressions and streams are large in a browser, and the first differ there. */
    @Test
    void noRegularExpressionsAndNoStreams() {
        check(noClasses().should().dependOnClassesThat(resideInAnyPackage("java.util.regex", "java.util.stream")));
        check(noClasses().should().callMethod(String.class, "split", String.class)
            .orShould().callMethod(String.class, "split", String.class, int.class)
            .orShould().callMethod(String.class, "matches", String.class)
            .orShould().callMethod(String.class, "replaceAll", String.class, String.class)
            .orShould().callMethod(String.class, "replaceFirst", String.class, String.class));
    }

    /** What TeaVM's class library lacks or makes large. */
    @Test
    void nothingThatTheBrowserLacks() {
        check(noClasses().should().callMethod(String.class, "format", String.class, Object[].class)
            .orShould().callMethod(String.class, "format", Locale.class, String.class, Object[].class)
            .orShould().callMethod(String.class, "formatted", Object[].class)
            .orShould().callMethod(String.class, "lines")
            .orShould().callMethod(Math.class, "fma", float.class, float.class, float.class)
            .orShould().callMethod(Math.class, "fma", double.class, double.class, double.class)
            .orShould().callMethod(Long.class, "parseUnsignedLong", String.class)
            .orShould().dependOnClassesThat(belongToAnyOf(StringJoiner.class, CompletableFuture.class)));
    }

    private static void check(ArchRule rule) {
        rule.check(engine);
    }
}
