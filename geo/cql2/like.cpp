// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/like.hpp"

#include "geo/base/utf8.hpp"

namespace geo::cql2 {
namespace {

/// What the pattern begins with.
struct Piece {
  enum class Kind { any, one, byte } kind;
  char byte;
  std::size_t length;
};

Piece first_piece(std::string_view pattern) {
  if (pattern.front() == '%') { return {Piece::Kind::any, 0, 1}; }
  if (pattern.front() == '_') { return {Piece::Kind::one, 0, 1}; }
  if (pattern.front() == '\\' && pattern.size() > 1) { return {Piece::Kind::byte, pattern[1], 2}; }
  return {Piece::Kind::byte, pattern.front(), 1};
}

}  // namespace

bool is_like(std::string_view text, std::string_view pattern) {
  // Only the last '%' can have taken too little: what stood before it fits already.
  std::string_view retry_text;
  std::string_view retry_pattern;
  bool can_retry = false;
  while (true) {
    if (pattern.empty() && text.empty()) { return true; }
    if (!pattern.empty()) {
      const Piece piece = first_piece(pattern);
      if (piece.kind == Piece::Kind::any) {
        pattern.remove_prefix(1);
        retry_text = text;
        retry_pattern = pattern;
        can_retry = true;
        continue;
      }
      if (!text.empty() && (piece.kind == Piece::Kind::one || piece.byte == text.front())) {
        text.remove_prefix(piece.kind == Piece::Kind::one ? decode_utf8(text).length : 1);
        pattern.remove_prefix(piece.length);
        continue;
      }
    }
    if (!can_retry || retry_text.empty()) { return false; }
    retry_text.remove_prefix(decode_utf8(retry_text).length);  // whole characters: "_" must not count the bytes of one
    text = retry_text;
    pattern = retry_pattern;
  }
}

}  // namespace geo::cql2
