package io.github.fairdeal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.fairdeal.dataset.SeekPoint;
import io.github.fairdeal.offenders.UntidyHelper;
import io.github.fairdeal.offenders.cli.SparkInTheCommandLine;
import io.github.fairdeal.offenders.dataset.LibrariesInTheNouns;
import io.github.fairdeal.offenders.epoch.CycleThere;
import io.github.fairdeal.offenders.job.HadoopFilesInAJob;
import io.github.fairdeal.offenders.job.SettingsFromAJob;
import io.github.fairdeal.offenders.shard.CycleBack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Keeps the code to the package table of docs/architecture.md: which room may look into which, and which library lives
 * where. The rules hold for rooms that are still empty too. The second half shows every rule failing, on the classes
 * below {@code io.github.fairdeal.offenders}.
 */
final class ArchitectureTest {

    private static final String ROOT = "io.github.fairdeal";
    private static final String OFFENDERS = ROOT + ".offenders";

    /** The package table from the top: a package imports only packages above it. */
    private static final List<String> TABLE = List.of(
            "dataset",
            "permutation",
            "tfrecord",
            "storage",
            "source",
            "shard",
            "epoch",
            "read",
            "tensor",
            "bias",
            "baseline",
            "report",
            "datasource",
            "listing",
            "job",
            "cli");

    /** A library, by the packages of its classes, and the rooms it may enter. */
    private record Fence(String library, List<String> rooms, List<String> packages) {}

    private static final List<Fence> FENCES = List.of(
            new Fence("protobuf", List.of("tfrecord"), List.of("com.google.protobuf")),
            new Fence("TensorFlow", List.of("tensor"), List.of("org.tensorflow", "org.bytedeco")),
            new Fence("JNA", List.of("read"), List.of("com.sun.jna")),
            new Fence("the statistics library", List.of("bias"), List.of("org.apache.commons.statistics")),
            new Fence("plotting", List.of("report"), List.of("org.jfree", "org.apache.batik")),
            new Fence("Spark", List.of("datasource", "listing", "job"), List.of("org.apache.spark", "scala")),
            new Fence("picocli", List.of("cli"), List.of("picocli")));

    private static final Set<String> IMAGE_READERS =
            Set.of("javax.imageio.ImageReader", "javax.imageio.ImageReadParam");
    private static final Set<String> IMAGE_WRITERS =
            Set.of("javax.imageio.ImageWriter", "javax.imageio.ImageWriteParam");

    /** What was compiled from src/main/java; looking for packages in every jar would take many times as long. */
    private static final JavaClasses COMPILED = new ClassFileImporter()
            .importUrl(SeekPoint.class.getProtectionDomain().getCodeSource().getLocation());

    private static final JavaClasses CODE = COMPILED.that(areIn(List.of(ROOT)));

    @Test
    void everyPackage_importsOnlyPackagesAboveItInTheTable() {
        assertThat(roomsOf(CODE)).isSubsetOf(TABLE).contains("dataset", "tfrecord", "storage");
        layerOrder(ROOT).check(CODE);
    }

    /** A data source is found by its package too, and old jobs name it by one that is not ours. */
    @Test
    void outsideTheRoot_thereIsOneNameForOldJobsOnly() {
        assertThat(COMPILED.that(DescribedPredicate.not(areIn(List.of(ROOT)))))
                .extracting(JavaClass::getName)
                .filteredOn(name -> !name.endsWith("package-info"))
                .containsExactly("org.tensorflow.spark.datasources.tfrecords.DefaultSource");
    }

    @Test
    void everyLibrary_staysInItsRoom() {
        FENCES.forEach(fence -> fence(ROOT, fence).check(CODE));
        hadoop(ROOT).check(CODE);
    }

    @Test
    void images_areDecodedInReadOnly() {
        imageReaders(ROOT).check(CODE);
    }

    @Test
    void images_areEncodedInSourceOnly() {
        imageWriters(ROOT).check(CODE);
    }

    @Test
    void everyName_saysWhatTheClassIs() {
        speakingNames().check(CODE);
    }

    @Test
    void everyPackage_hasAPackageInfo() {
        assertThat(packagesWithoutInfo(CODE))
                .as(
                        "packages without package-info.java: a paragraph on what lives there, entry types, neighbours, cost")
                .isEmpty();
    }

    @Test
    void packages_haveNoCycles() {
        noCycles(ROOT).check(CODE);
    }

    // What follows shows that each rule can fail.

    @Test
    void packageThatImportsOneBelowIt_isFound() {
        assertFails(layerOrder(OFFENDERS), CycleBack.class, "shard may not know epoch: epoch comes later in the table");
        layerOrder(OFFENDERS).check(imported(CycleThere.class));
    }

    @Test
    void packageMissingInTheTable_isFound() {
        assertFails(layerOrder(ROOT), UntidyHelper.class, "offenders is not in the table");
    }

    @Test
    void libraryOutsideItsRoom_isFound() {
        for (Fence fence : FENCES) {
            Class<?> offender = fence.rooms().contains("job") ? SparkInTheCommandLine.class : LibrariesInTheNouns.class;
            assertFails(fence(OFFENDERS, fence), offender, fence.library() + " lives in");
        }
        assertFails(imageWriters(OFFENDERS), LibrariesInTheNouns.class, "images are encoded in source only");
        assertFails(imageReaders(OFFENDERS), LibrariesInTheNouns.class, "images are decoded in read only");
        assertFails(hadoop(OFFENDERS), LibrariesInTheNouns.class, "Hadoop lives in storage only");
    }

    @Test
    void hadoopInAJob_isFoundUnlessItIsTheConfigurationForStorage() {
        hadoop(OFFENDERS).check(imported(SettingsFromAJob.class));
        assertFails(hadoop(OFFENDERS), HadoopFilesInAJob.class, "Hadoop lives in storage only");
    }

    @Test
    void nameThatSaysNothing_isFound() {
        assertFails(speakingNames(), UntidyHelper.class, "UntidyHelper");
    }

    @Test
    void packageWithoutInfo_isFound() {
        assertThat(packagesWithoutInfo(imported(UntidyHelper.class))).containsExactly(OFFENDERS);
    }

    @Test
    void cycle_isFound() {
        assertThatThrownBy(() -> noCycles(OFFENDERS).check(imported(CycleThere.class, CycleBack.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    private static ArchRule layerOrder(String root) {
        return classes()
                .should(new ArchCondition<JavaClass>("import only packages above its own in the table") {
                    @Override
                    public void check(JavaClass subject, ConditionEvents events) {
                        String from = room(root, subject);
                        if (!TABLE.contains(from)) {
                            events.add(SimpleConditionEvent.violated(
                                    subject, subject.getName() + ": " + from + " is not in the table"));
                            return;
                        }
                        for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass();
                            if (isInside(root, target) && TABLE.indexOf(room(root, target)) > TABLE.indexOf(from)) {
                                String to = room(root, target);
                                events.add(SimpleConditionEvent.violated(
                                        subject,
                                        "%s may not know %s: %s comes later in the table. %s"
                                                .formatted(from, to, to, dependency.getDescription())));
                            }
                        }
                    }
                })
                .because("data walks down the package table and knowledge never up, so that a room can be understood "
                        + "with those above it alone; move the class, or pass in what it needs");
    }

    private static ArchRule fence(String root, Fence fence) {
        return noClasses()
                .that(areOutside(root, fence.rooms()))
                .should()
                .dependOnClassesThat(areIn(fence.packages()))
                .allowEmptyShould(true)
                .because(fence.library() + " lives in " + String.join(" and ", fence.rooms())
                        + " only, so that the rest can be built, tested and read without it");
    }

    /** Hadoop only in storage and the data source; a job may hand Spark's Configuration to Storage.of. */
    private static ArchRule hadoop(String root) {
        return noClasses()
                .that(areOutside(root, List.of("storage", "datasource")))
                .should(new ArchCondition<JavaClass>("use Hadoop") {
                    @Override
                    public void check(JavaClass subject, ConditionEvents events) {
                        boolean isJob = room(root, subject).equals("job");
                        for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
                            String target = dependency.getTargetClass().getName();
                            boolean isSettings = target.equals("org.apache.hadoop.conf.Configuration");
                            if (target.startsWith("org.apache.hadoop.") && !(isJob && isSettings)) {
                                events.add(SimpleConditionEvent.satisfied(subject, dependency.getDescription()));
                            }
                        }
                    }
                })
                .allowEmptyShould(true)
                .because("Hadoop lives in storage only; a job may hand Spark's Configuration to Storage.of, no more, "
                        + "and the API of Spark's file sources, datasource's neighbour, speaks Hadoop");
    }

    private static ArchRule imageWriters(String root) {
        return noClasses()
                .that(areOutside(root, List.of("source")))
                .should()
                .dependOnClassesThat(areSubtypesOf(IMAGE_WRITERS))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "ImageIO writes",
                        call -> call.getTargetOwner().getName().equals("javax.imageio.ImageIO")
                                && (call.getName().equals("write")
                                        || call.getName().startsWith("getImageWriters"))))
                .allowEmptyShould(true)
                .because("images are encoded in source only");
    }

    private static ArchRule imageReaders(String root) {
        return noClasses()
                .that(areOutside(root, List.of("read")))
                .should()
                .dependOnClassesThat(areSubtypesOf(IMAGE_READERS))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "ImageIO reads",
                        call -> call.getTargetOwner().getName().equals("javax.imageio.ImageIO")
                                && (call.getName().equals("read")
                                        || call.getName().startsWith("getImageReaders"))))
                .allowEmptyShould(true)
                .because("images are decoded in read only");
    }

    private static ArchRule speakingNames() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Factory")
                .because("such a name says nothing; name the thing after what it is");
    }

    private static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("rooms that need each other are one room");
    }

    /** Looks at the sources: javac makes no class of a package-info without annotations. */
    private static Set<String> packagesWithoutInfo(JavaClasses classes) {
        Set<String> packages = new TreeSet<>();
        for (JavaClass subject : classes) {
            Path folder = Path.of("src/main/java", subject.getPackageName().split("\\."));
            if (!Files.exists(folder.resolve("package-info.java"))) {
                packages.add(subject.getPackageName());
            }
        }
        return packages;
    }

    private static Set<String> roomsOf(JavaClasses classes) {
        Set<String> rooms = new TreeSet<>();
        classes.forEach(subject -> rooms.add(room(ROOT, subject)));
        return rooms;
    }

    /** The first part of a class's package below the root; empty for the root itself. */
    private static String room(String root, JavaClass subject) {
        String below = subject.getPackageName().substring(root.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
    }

    private static boolean isInside(String root, JavaClass subject) {
        return subject.getPackageName().equals(root) || subject.getPackageName().startsWith(root + ".");
    }

    private static DescribedPredicate<JavaClass> areOutside(String root, List<String> rooms) {
        return DescribedPredicate.describe(
                "are outside " + String.join(" and ", rooms), subject -> !rooms.contains(room(root, subject)));
    }

    private static DescribedPredicate<JavaClass> areIn(List<String> packages) {
        return DescribedPredicate.describe("are in " + String.join(" or ", packages), subject -> packages.stream()
                .anyMatch(name -> subject.getPackageName().equals(name)
                        || subject.getPackageName().startsWith(name + ".")));
    }

    private static DescribedPredicate<JavaClass> areSubtypesOf(Set<String> names) {
        return DescribedPredicate.describe(
                "are " + String.join(" or ", names), subject -> names.stream().anyMatch(subject::isAssignableTo));
    }

    private static JavaClasses imported(Class<?>... offenders) {
        return new ClassFileImporter().importClasses(offenders);
    }

    private static void assertFails(ArchRule rule, Class<?> offender, String sentence) {
        assertThatThrownBy(() -> rule.check(imported(offender)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(sentence);
    }
}
