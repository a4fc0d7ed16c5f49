// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/secret.hpp"

#include "geo/base/error.hpp"

#include <sodium.h>

#include <algorithm>

namespace store {
namespace {

// Without i, l, o, 0 and 1.
constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr int groups = 7;
constexpr int group_size = 4;

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_letters = 43;  // base64 of 32 bytes, without padding

const unsigned char* unsigned_bytes(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

}  // namespace

void prepare_secrets() {
  if (sodium_init() < 0) {
    throw geo::Error(geo::Problem::failed, "this system gives no random numbers", "este sistema não fornece números aleatórios");
  }
}

std::string new_password() {
  std::string password;
  for (int group = 0; group < groups; ++group) {
    if (group > 0) { password += '-'; }
    for (int i = 0; i < group_size; ++i) { password += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))]; }
  }
  return password;
}

std::string new_token(std::string_view prefix) {
  std::array<unsigned char, token_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, token_letters + 1> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(bytes.data(), bytes.size());
  return std::string(prefix) + text.data();
}

bool has_token_form(std::string_view secret, std::string_view prefix) {
  if (secret.size() != prefix.size() + token_letters || !secret.starts_with(prefix)) { return false; }
  const std::string_view random = secret.substr(prefix.size());
  return std::all_of(random.begin(), random.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

Digest sha256(std::string_view bytes) {
  Digest digest{};
  crypto_hash_sha256(digest.data(), unsigned_bytes(bytes), bytes.size());
  return digest;
}

bool equal(const Digest& a, std::string_view b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string_view bytes_of(const Digest& digest) {
  return {static_cast<const char*>(static_cast<const void*>(digest.data())), digest.size()};
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  const bool padded = text.ends_with('=');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed =
      sodium_base642bin(static_cast<unsigned char*>(static_cast<void*>(bytes.data())), bytes.size(), text.data(), text.size(), nullptr,
                        &size, &end, padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  if (failed != 0 || end != text.data() + text.size()) { return std::nullopt; }
  bytes.resize(size);
  return bytes;
}

SecretNamer::SecretNamer() { randombytes_buf(m_key.data(), m_key.size()); }
SecretNamer::~SecretNamer() { sodium_memzero(m_key.data(), m_key.size()); }

Digest SecretNamer::name(std::string_view first, std::string_view second, std::string_view third) const {
  crypto_generichash_state state;
  crypto_generichash_init(&state, m_key.data(), m_key.size(), sizeof(Digest));
  for (const std::string_view part : {first, second, third}) {
    const std::uint64_t size = part.size();
    crypto_generichash_update(&state, static_cast<const unsigned char*>(static_cast<const void*>(&size)), sizeof size);
    crypto_generichash_update(&state, unsigned_bytes(part), part.size());
  }
  Digest digest{};
  crypto_generichash_final(&state, digest.data(), digest.size());
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace store
