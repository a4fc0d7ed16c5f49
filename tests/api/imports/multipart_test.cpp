// SPDX-License-Identifier: Apache-2.0
#include "api/imports/multipart.hpp"

#include "api/imports/asked.hpp"
#include "geo/base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using api::form_boundary;
using api::parse_form;
using api::plain_file_name;

std::string part(const std::string& disposition, const std::string& content) {
  return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n";
}

std::string said(const std::string& body) {
  try {
    (void)parse_form(body, "B");
  } catch (const geo::Error& error) { return error.text().en; }
  return "";
}

TEST(Multipart, TheBoundaryIsReadAsItIsWritten) {
  EXPECT_EQ(form_boundary("multipart/form-data; boundary=----WebKit1"), "----WebKit1");
  EXPECT_EQ(form_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b:c\""), "a b:c");
  EXPECT_FALSE(form_boundary("multipart/mixed; boundary=x"));
  EXPECT_FALSE(form_boundary("multipart/form-data"));
  EXPECT_FALSE(form_boundary("multipart/form-data; boundary="));
  EXPECT_FALSE(form_boundary("multipart/form-data; boundary=" + std::string(71, 'x')));
  EXPECT_FALSE(form_boundary("text/csv"));
}

TEST(Multipart, FieldsAndFiles) {
  const std::string tricky = "a,b\r\n--A\r\n--\r\n\r\n-B\r\n--";
  const std::string body = part("name=\"collection\"", "incidents") +
                           part("name=\"file\"; filename=\"C:\\dados\\Março \\\"1\\\".csv\"", tricky) + part("name=empty", "") +
                           "--B--\r\n";
  const auto parts = parse_form(body, "B");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].name, "collection");
  EXPECT_EQ(parts[0].content, "incidents");
  EXPECT_FALSE(parts[0].file_name);
  EXPECT_EQ(parts[1].file_name, "C:\\dados\\Março \"1\".csv");
  EXPECT_EQ(parts[1].content, tricky);
  EXPECT_EQ(parts[2].content, "");
  EXPECT_TRUE(parse_form("--B--", "B").empty());
}

TEST(Multipart, WhatIsWrongIsSaid) {
  EXPECT_THAT(said(""), testing::HasSubstr("boundary"));
  EXPECT_THAT(said("preamble\r\n--B--"), testing::HasSubstr("boundary"));
  EXPECT_THAT(said("--B\n"), testing::HasSubstr("CRLF"));
  EXPECT_THAT(said("--B\r\nContent-Disposition: form-data; name=x\r\n"), testing::HasSubstr("head"));
  EXPECT_THAT(said("--B\r\nContent-Disposition: form-data; name=x\r\n\r\nabc"), testing::HasSubstr("cut off"));
  EXPECT_THAT(said("--B\r\nContent-Type: text/plain\r\n\r\nabc\r\n--B--"), testing::HasSubstr("no name"));
  EXPECT_THAT(said("--B\r\nContent-Disposition: attachment; name=x\r\n\r\nabc\r\n--B--"), testing::HasSubstr("no name"));
  std::string many;
  for (int i = 0; i < 40; ++i) { many += part("name=x", "1"); }
  EXPECT_THAT(said(many + "--B--"), testing::HasSubstr("too many"));
}

/// Whatever bytes come between two boundaries come out, unless they hold the boundary themselves.
TEST(Multipart, AnyBytesPass) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::string content;
    const std::size_t size = random() % 200;
    for (std::size_t i = 0; i < size; ++i) { content += "\r\n-B a\0"[random() % 7]; }
    if (content.find("\r\n--B") != std::string::npos) { continue; }
    const std::string body = part("name=file; filename=a.csv", content) + "--B--";  // which the parts point into
    const auto parts = parse_form(body, "B");
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].content, content);
  }
}

TEST(Multipart, NamesOfFilesAreOnlyNames) {
  EXPECT_EQ(plain_file_name("a.csv"), "a.csv");
  EXPECT_EQ(plain_file_name("C:\\pasta\\Março 1.xlsx"), "Março 1.xlsx");
  EXPECT_EQ(plain_file_name("../../etc/passwd.csv"), "passwd.csv");
  EXPECT_EQ(plain_file_name("a\nb.csv"), "ab.csv");
  for (const char* bad : {"", "..", ".", "/", "a/..", ".csv", "csv", "a.", "dir/"}) { EXPECT_FALSE(plain_file_name(bad)) << bad; }
  EXPECT_FALSE(plain_file_name(std::string(200, 'a') + ".csv"));
}

}  // namespace
