// SPDX-License-Identifier: Apache-2.0
#include "importers/child/archive.hpp"

#include "importers/child/refusal.hpp"
#include "tests/importers/gdal/zip_writer.hpp"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

namespace importers::child {
namespace {

/// Bytes as a file without a name.
class Bytes {
 public:
  explicit Bytes(const std::string& bytes) : m_fd(::memfd_create("zip", MFD_CLOEXEC)) {
    EXPECT_EQ(::write(m_fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  ~Bytes() { ::close(m_fd); }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  [[nodiscard]] int fd() const { return m_fd; }

 private:
  int m_fd;
};

using Content = std::map<std::string, std::string>;

const GdalFormat& format() { return *gdal_format_with_id("kmz"); }

Content unpack_all(const std::string& bytes) {
  const Bytes file(bytes);
  const Input input(file.fd());
  Archive archive(input, format());
  Content content;
  for (const Archive::Entry& entry : archive.entries()) { content[entry.name] = archive.unpack(entry); }
  return content;
}

/// The code of the refusal, or "" for an archive that can be read.
std::string refusal(const std::string& bytes) {
  try {
    unpack_all(bytes);
    return "";
  } catch (const Refusal& refusal) { return refusal.code; }
}

std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text(size, 'a');
  for (char& c : text) { c = static_cast<char>(random() % 7 == 0 ? random() % 256 : 'a'); }
  return text;
}

Content random_content(std::mt19937& random) {
  Content content;
  const std::size_t count = 1 + random() % 8;
  for (std::size_t i = 0; i < count; ++i) {
    content["f" + std::to_string(i) + ".dbf"] = random_text(random, random() % 3 == 0 ? 0 : random() % 300'000);
  }
  return content;
}

/// Packed by minizip, which GDAL brings along.
std::string packed_by_gdal(const Content& content, int level) {
  const char* const path = "/vsimem/test.zip";
  void* const zip = CPLCreateZip(path, nullptr);
  for (const auto& [name, bytes] : content) {
    const std::string option = "COMPRESSED=" + std::string(level == 0 ? "NO" : "YES");
    const char* options[] = {option.c_str(), nullptr};
    EXPECT_EQ(CPLCreateFileInZip(zip, name.c_str(), const_cast<char**>(options)), CE_None);
    EXPECT_EQ(CPLWriteFileInZip(zip, bytes.data(), static_cast<int>(bytes.size())), CE_None);
    EXPECT_EQ(CPLCloseFileInZip(zip), CE_None);
  }
  EXPECT_EQ(CPLCloseZip(zip), CE_None);
  vsi_l_offset size = 0;
  const GByte* const data = VSIGetMemFileBuffer(path, &size, FALSE);
  std::string all(reinterpret_cast<const char*>(data), size);
  VSIUnlink(path);
  return all;
}

TEST(Archive, UnpacksWhatAnotherProgramPacked) {
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    const Content content = random_content(random);
    EXPECT_EQ(unpack_all(packed_by_gdal(content, round % 2)), content) << round;
  }
}

TEST(Archive, CutAnywhereIsRefused) {
  const std::string whole = packed_by_gdal({{"a.shp", std::string(1000, 'x')}, {"b.dbf", "hello"}}, 1);
  ASSERT_EQ(refusal(whole), "");
  for (std::size_t size = 0; size < whole.size(); ++size) { EXPECT_NE(refusal(whole.substr(0, size)), "") << size; }
  EXPECT_NE(refusal(whole + "x"), "");
}

// One byte changed: refused, or one that says nothing of the content (times, versions, attributes).
TEST(Archive, AChangedByteNeverChangesTheContent) {
  const Content content{{"a.shp", "some text, some text, some text, and some more"}, {"b.dbf", "hello"}};
  const std::string whole = packed_by_gdal(content, 1);
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int change : {1, 0x80, 0xff}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ change);
      try {
        EXPECT_EQ(unpack_all(changed), content) << at;
      } catch (const Refusal&) { ++refused; }
    }
  }
  EXPECT_GT(refused, 300);
}

TEST(Archive, FoldersAreNoEntries) {
  importers_tests::ZipWriter zip;
  zip.add("data/", "");
  zip.add("data/a.shp", "x");
  EXPECT_EQ(unpack_all(zip.finish()), (Content{{"data/a.shp", "x"}}));
}

TEST(Archive, EmptyAndNoArchive) {
  EXPECT_EQ(refusal(""), "archive-cut");
  EXPECT_EQ(refusal("PK\x03\x04"), "archive-cut");
  EXPECT_EQ(refusal(importers_tests::ZipWriter().finish()), "");
}

}  // namespace
}  // namespace importers::child
