// SPDX-License-Identifier: Apache-2.0
// A process that reads a file may do anything: die, hang, talk nonsense. The import then refuses the file, soon, and leaves nothing behind.
#include "importers/gdal/child_process.hpp"

#include "importers/gdal/gdal_reader.hpp"
#include "importers/gdal/protocol.hpp"
#include "importers/read/regular_file.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace importers_tests {
namespace {

using importers::ChildDeath;
using importers::ChildProcess;
using testing::HasSubstr;

constexpr std::chrono::milliseconds long_enough = std::chrono::minutes(2);

class Children : public testing::Test {
 protected:
  /// What a process that follows the script says before it ends.
  std::string run(const std::string& script, std::chrono::milliseconds patience = long_enough) {
    const importers::RegularFile file(m_folder.write("script", script));
    ChildProcess child(SCRIPTED_CHILD, {}, file.descriptor(), patience);
    std::string all;
    char block[100];
    for (std::size_t n = 0; (n = child.read(block, sizeof block)) > 0;) { all.append(block, n); }
    return all;
  }
  ChildDeath death_of(const std::string& script, std::chrono::milliseconds patience = long_enough) {
    try {
      run(script, patience);
    } catch (const ChildDeath& death) { return death; }
    return {ChildDeath::How::exited, 0, "it did not die"};
  }
  /// The refusal of an import by a process that says this and then ends so; nothing may have been committed.
  std::string refusal(const std::string& how, const std::string& says, std::chrono::milliseconds patience = long_enough) {
    importers::ReadOptions read;
    read.reading_program = SCRIPTED_CHILD;
    read.patience = patience;
    const auto file = m_folder.write("a.kml", how + "\n" + says);
    RecordingWriter writer;
    std::string error = "not refused";
    try {
      const auto reader = importers::gdal_reader(file, *importers::gdal_format_with_id("kml"), read);
      const geo::Catalog& catalog = geo::builtin_catalog();
      importers::import(*reader, *catalog.collection("sites"), catalog, options(), writer, geo::Progress());
    } catch (const geo::Error& e) {
      EXPECT_EQ(e.problem(), geo::Problem::input) << e.what();
      error = e.text().en;
    }
    EXPECT_EQ(writer.committed, error == "not refused" ? 1 : 0);
    return error;
  }

  const Folder m_folder;
};

/// Whether a process is still there, as a zombie or alive.
bool exists(pid_t pid) { return ::kill(pid, 0) == 0; }

/// Everything the real one says of a small file.
std::string whole_answer() {
  const Folder folder;
  std::string kml = "<kml><Document>";
  for (int i = 0; i < 5; ++i) {
    kml += "<Placemark><name>Posto " + std::to_string(i) + "</name><Point><coordinates>40.5,-12.9</coordinates></Point></Placemark>";
  }
  const importers::RegularFile file(folder.write("a.kml", kml + "</Document></kml>"));
  ChildProcess child(BAIRRO_READING_PROGRAM, {"kml", "", ""}, file.descriptor(), long_enough);
  std::string all;
  char block[4096];
  for (std::size_t n = 0; (n = child.read(block, sizeof block)) > 0;) { all.append(block, n); }
  return all;
}

TEST_F(Children, OutputComesWhole) {
  const std::string long_text(3'000'000, 'x');
  EXPECT_EQ(run("exit 0\n" + long_text), long_text);
  EXPECT_EQ(run("exit 0\n"), "");
}

TEST_F(Children, DeathsAreToldApart) {
  EXPECT_EQ(death_of("exit 3\nabc").code, 3);
  EXPECT_EQ(death_of("signal 9\nabc").how, ChildDeath::How::crashed);
  EXPECT_EQ(death_of("signal " + std::to_string(SIGSYS) + "\n").how, ChildDeath::How::forbidden);
  EXPECT_EQ(death_of("signal " + std::to_string(SIGXCPU) + "\n").how, ChildDeath::How::cpu);
}

TEST_F(Children, PatienceEnds) {
  EXPECT_EQ(death_of("wait\nabc", std::chrono::milliseconds(50)).how, ChildDeath::How::deadline);
  EXPECT_EQ(death_of("close\nabc").how, ChildDeath::How::deadline);
}

TEST_F(Children, OneThatIsDroppedIsGone) {
  const importers::RegularFile file(m_folder.write("script", "wait\nabc"));
  pid_t pid = 0;
  {
    ChildProcess child(SCRIPTED_CHILD, {}, file.descriptor(), long_enough);
    pid = child.id();
    char block[3];
    EXPECT_EQ(child.read(block, 3), 3U);
    EXPECT_TRUE(exists(pid));
  }
  EXPECT_FALSE(exists(pid));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(Children, NothingOfOursIsHandedDown) {
  // A descriptor that somebody forgot to mark, and a variable of the environment.
  const int forgotten = ::open("/etc/hostname", O_RDONLY);
  ASSERT_GT(forgotten, 2);
  const importers::RegularFile file(m_folder.write("script", "x"));
  ChildProcess child("/bin/sh", {"-c", "ls /proc/self/fd | wc -l; env | sort | tr '\\n' ' '; pwd"}, file.descriptor(), long_enough);
  std::string all;
  char block[4096];
  for (std::size_t n = 0; (n = child.read(block, sizeof block)) > 0;) { all.append(block, n); }
  ::close(forgotten);
  // Three, and the one with which ls reads the folder.
  EXPECT_THAT(all, testing::StartsWith("4\n"));
  EXPECT_THAT(all, HasSubstr("LC_ALL=C"));
  EXPECT_THAT(all, testing::Not(HasSubstr("HOME=")));
  EXPECT_THAT(all, HasSubstr("PWD=/"));
}

TEST_F(Children, AProgramThatIsNotThere) {
  const importers::RegularFile file(m_folder.write("script", "x"));
  EXPECT_THROW(ChildProcess(m_folder / "none", {}, file.descriptor(), long_enough), ChildDeath);
  importers::ReadOptions read;
  read.reading_program = m_folder / "none";
  try {
    importers::open(m_folder.write("a.kml", "<kml/>"), read);
    FAIL();
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::failed);
    EXPECT_THAT(error.text().en, HasSubstr("bairro-read"));
  }
}

TEST_F(Children, DeathAtAnyByteRefusesTheFile) {
  const std::string whole = whole_answer();
  ASSERT_GT(whole.size(), 300U);
  ASSERT_EQ(refusal("exit 0", whole), "not refused");
  for (std::size_t size = 0; size < whole.size(); size += std::getenv("BAIRRO_FULL") != nullptr ? 1 : 37) {
    const std::string said = whole.substr(0, size);
    EXPECT_THAT(refusal("exit 0", said), HasSubstr("answered nonsense")) << size;
    EXPECT_THAT(refusal("exit 1", said), HasSubstr("made the reader of KML files fail")) << size;
    EXPECT_THAT(refusal("signal 9", said), HasSubstr("made the reader of KML files fail")) << size;
  }
  // All is said, and yet it did not end well.
  EXPECT_THAT(refusal("exit 1", whole), HasSubstr("made the reader of KML files fail"));
  EXPECT_THAT(refusal("signal 9", whole), HasSubstr("made the reader of KML files fail"));
  EXPECT_THAT(refusal("signal " + std::to_string(SIGSYS), whole.substr(0, 100)), HasSubstr("Do not trust this file"));
  EXPECT_THAT(refusal("wait", whole.substr(0, whole.size() - 30), std::chrono::milliseconds(100)), HasSubstr("took too long"));
}

}  // namespace
}  // namespace importers_tests
