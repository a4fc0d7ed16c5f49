// SPDX-License-Identifier: Apache-2.0
#include "geo/base/json.hpp"

#include "geo/base/text.hpp"
#include "geo/base/utf8.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace geo {
namespace {

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// The slow truth, one code point at a time.
std::string json_text_slowly(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const DecodedCodePoint next = decode_utf8(text);
    const std::uint32_t c = next.code_point;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20) {
      char escape[8];
      static_cast<void>(std::snprintf(escape, sizeof escape, "\\u%04x", c));
      out += escape;
    } else {
      append_utf8(out, c);
    }
    text.remove_prefix(next.length);
  }
  return out + "\"";
}

TEST(JsonString, KnownTexts) {
  EXPECT_EQ(json_text(""), R"("")");
  EXPECT_EQ(json_text("Violência"), R"("Violência")");
  EXPECT_EQ(json_text("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(json_text("\n\r\t\b\x01\x1F\x7F"), "\"\\n\\r\\t\\u0008\\u0001\\u001f\x7F\"");
  EXPECT_EQ(json_text(std::string_view("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(json_text("a\xFFz\xE2\x82"), "\"a\uFFFDz\uFFFD\uFFFD\"");
  EXPECT_EQ(json_text("😀\xED\xA0\x80"), "\"😀\uFFFD\uFFFD\uFFFD\"");
}

TEST(JsonString, EqualsTheSlowWayAndIsAlwaysUtf8) {
  std::mt19937 random(2);
  const std::string alphabet("ab\"\\\n\t\x01\0\x80\xBF\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xFF", 20);
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) { text += alphabet[random() % alphabet.size()]; }
    const std::string json = json_text(text);
    ASSERT_EQ(json, json_text_slowly(text));
    ASSERT_TRUE(is_valid_utf8(json));
  }
}

TEST(JsonWriter, WritesADocument) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("title", "Bairro").member("rows", 148636).member("share", 0.25).member("ok", true).key("none").null();
  json.key("list").begin_array().value(-1).value(std::uint64_t{18446744073709551615U}).value(std::string("x")).begin_object().end_object();
  json.begin_array().end_array().end_array().key("geometry").raw(R"({"type":"Point"})");
  EXPECT_FALSE(json.complete());
  json.end_object();
  EXPECT_TRUE(json.complete());
  EXPECT_EQ(out, R"({"title":"Bairro","rows":148636,"share":0.25,"ok":true,"none":null,"list":[-1,18446744073709551615,"x",{},[]],)"
                 R"("geometry":{"type":"Point"}})");
}

TEST(JsonWriter, AValueAloneIsADocument) {
  std::string out;
  JsonWriter json(out);
  EXPECT_FALSE(json.complete());
  json.value("x");
  EXPECT_TRUE(json.complete());
  EXPECT_EQ(out, R"("x")");
}

TEST(JsonWriter, WhatJsonCannotSayIsNull) {
  std::string out;
  JsonWriter json(out);
  json.begin_array().value(std::nan("")).value(std::numeric_limits<double>::infinity()).value(std::int64_t{INT64_MIN}).end_array();
  EXPECT_EQ(out, "[null,null,-9223372036854775808]");
}

TEST(JsonWriterDeath, MisuseIsABug) {
  std::string out;
  EXPECT_DEATH(JsonWriter(out).begin_object().value(1), "key");
  EXPECT_DEATH(JsonWriter(out).begin_array().key("a"), "");
  EXPECT_DEATH(JsonWriter(out).begin_array().end_object(), "");
  EXPECT_DEATH(JsonWriter(out).value(1).value(2), "one value");
}

}  // namespace
}  // namespace geo
