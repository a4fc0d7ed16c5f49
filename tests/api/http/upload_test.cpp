// SPDX-License-Identifier: Apache-2.0
#include "api/http/upload.hpp"

#include "api/http/parser.hpp"
#include "tests/support/folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <sys/resource.h>

namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string some_bytes(std::size_t size) {
  std::mt19937 random(7);
  std::string out;
  for (std::size_t i = 0; i < size; ++i) { out += static_cast<char>(random() & 0xff); }
  return out;
}

std::string chunked(const std::string& body) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += 40'000) {
    const std::string piece = body.substr(at, 40'000);
    char head[32];
    (void)std::snprintf(head, sizeof head, "%zx\r\n", piece.size());
    out += head + piece + "\r\n";
  }
  return out + "0\r\n\r\n";
}

/// Feeds a whole request in pieces; the body goes to `upload`.
void feed(api::RequestParser& parser, const std::string& stream, std::size_t piece, std::size_t limit,
          std::shared_ptr<api::Upload> upload) {
  using State = api::RequestParser::State;
  for (std::size_t at = 0; at < stream.size() && parser.state() != State::done && parser.state() != State::refused;) {
    at += parser.feed(stream.data() + at, std::min(piece, stream.size() - at));
    if (parser.state() == State::head) { parser.start_body(limit, std::move(upload)); }
  }
}

TEST(Upload, TheBodyOnDiskIsTheBodyThatCame) {
  const test_support::Folder folder;
  api::UploadFolder uploads(folder / "up", 4);
  const std::string body = some_bytes(300'001);
  const std::string head = "POST /i HTTP/1.1\r\nHost: h\r\n";
  const std::string with_length = head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  const std::string in_chunks = head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body);
  for (const std::string& stream : {with_length, in_chunks}) {
    for (const std::size_t piece : {std::size_t{1000}, std::size_t{65'537}, stream.size()}) {
      api::RequestParser parser{api::ParserLimits{}};
      feed(parser, stream, piece, body.size(), uploads.begin());
      ASSERT_EQ(parser.state(), api::RequestParser::State::done) << piece;
      EXPECT_TRUE(parser.request().body.empty());
      EXPECT_EQ(parser.body_received(), body.size());
      ASSERT_TRUE(parser.request().upload);
      EXPECT_EQ(parser.request().upload->size(), body.size());
      EXPECT_TRUE(bytes_of(parser.request().upload->file()) == body);
      const fs::path file = parser.request().upload->file();
      parser.reset();
      EXPECT_FALSE(fs::exists(file)) << "nobody holds it any more";
    }
  }
}

TEST(Upload, TheLimitHoldsOnDiskToo) {
  const test_support::Folder folder;
  api::UploadFolder uploads(folder / "up", 4);
  const std::string body = some_bytes(200'000);
  const std::string head = "POST /i HTTP/1.1\r\nHost: h\r\n";
  for (const std::string& stream :
       {head + "Content-Length: 200000\r\n\r\n" + body, head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body)}) {
    api::RequestParser parser{api::ParserLimits{}};
    feed(parser, stream, 5000, 199'999, uploads.begin());
    EXPECT_EQ(parser.state(), api::RequestParser::State::refused);
    EXPECT_EQ(parser.refusal().status, 413);
  }
}

TEST(Upload, SoManyAtOnceAndForTheirOwnerOnly) {
  const test_support::Folder folder;
  api::UploadFolder uploads(folder / "up", 2);
  auto first = uploads.begin();
  auto second = uploads.begin();
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(uploads.begin());
  EXPECT_TRUE(first->append("x"));
  EXPECT_EQ(fs::status(first->file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(first->folder()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(folder / "up").permissions(), fs::perms::owner_all);
  first.reset();
  EXPECT_TRUE(uploads.begin());
}

/// Each upload under way keeps its own room, and the store some to go on writing.
TEST(Upload, ADiskThatIsNearlyFullTakesNone) {
  constexpr std::uint64_t room = 1000;
  constexpr std::uint64_t spare = std::uint64_t{256} << 20U;
  const test_support::Folder folder;
  std::optional<std::uint64_t> left = spare + 2 * room;
  fs::path asked;
  api::UploadFolder uploads(folder / "up", 4, room, [&](const fs::path& of) {
    asked = of;
    return left;
  });
  auto first = uploads.begin();
  ASSERT_TRUE(first);
  EXPECT_EQ(asked.parent_path(), folder / "up") << "the disk that uploads lie on";
  auto second = uploads.begin();
  ASSERT_TRUE(second);
  EXPECT_FALSE(uploads.begin()) << "room for two";
  second.reset();
  left = spare + 2 * room - 1;
  EXPECT_FALSE(uploads.begin()) << "for one and a bit";
  left = 0;
  EXPECT_FALSE(uploads.begin());
  EXPECT_EQ(std::distance(fs::directory_iterator(first->folder().parent_path()), fs::directory_iterator()), 2) << "the first, and the lock";
  left.reset();
  EXPECT_TRUE(uploads.begin()) << "a disk that does not tell";
  EXPECT_TRUE(first->append("goes on"));
}

TEST(Upload, TheDiskIsAskedAndTells) {
  const test_support::Folder folder;
  const auto left = api::free_bytes_of_disk(folder / ".");
  ASSERT_TRUE(left);
  EXPECT_FALSE(api::free_bytes_of_disk(folder / "nosuch"));
  EXPECT_FALSE(api::UploadFolder(folder / "up", 1, *left).begin()) << "all that is left, and some to spare, is more than there is";
}

/// Files may not grow over a limit here, which is all that a full disk looks like to who writes.
TEST(Upload, ADiskThatFillsUpEndsTheRequestAndKeepsNothing) {
  const test_support::Folder folder;
  api::UploadFolder uploads(folder / "up", 1);
  const std::string body = some_bytes(1'000'000);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{500'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  api::RequestParser parser{api::ParserLimits{}};
  feed(parser, "POST /i HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + body, 5000, body.size(), uploads.begin());
  ::setrlimit(RLIMIT_FSIZE, &before);
  (void)std::signal(SIGXFSZ, handler);
  ASSERT_EQ(parser.state(), api::RequestParser::State::refused);
  EXPECT_EQ(parser.refusal().status, 507);
  EXPECT_FALSE(uploads.begin()) << "still held by the request";
  parser.reset();
  EXPECT_TRUE(uploads.begin());
  for (const auto& entry : fs::recursive_directory_iterator(folder / "up")) { EXPECT_NE(entry.path().filename(), "body"); }
}

TEST(Upload, WhatAProcessLeftIsRemovedAndWhatOneHoldsIsNot) {
  const test_support::Folder folder;
  fs::create_directories(folder / "up" / "gone" / "1");
  std::ofstream(folder / "up" / "gone" / "1" / "body") << "names a place";
  api::UploadFolder first(folder / "up", 2);
  EXPECT_FALSE(fs::exists(folder / "up" / "gone"));
  const auto upload = first.begin();
  ASSERT_TRUE(upload->append("mine"));
  {
    const api::UploadFolder second(folder / "up", 2);
    EXPECT_EQ(bytes_of(upload->file()), "mine");
  }
  EXPECT_EQ(bytes_of(upload->file()), "mine");
}

}  // namespace
