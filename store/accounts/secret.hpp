// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace store {

/// Bytes of a hash. What it is of cannot be found from it when that was random.
using Digest = std::array<unsigned char, 32>;

/// Makes the random numbers ready. Throws Error{failed}. The functions below want it called before.
void prepare_secrets();

/// 138 random bits as seven groups of four, to be read out and typed: small letters and digits, none that look alike.
std::string new_password();
/// `prefix` and 256 random bits in base64url.
std::string new_token(std::string_view prefix);
/// Whether new_token() could have made it; other texts need not be looked for.
bool has_token_form(std::string_view secret, std::string_view prefix);

/// SHA-256: enough for what new_token() makes, since nobody can try 2^256 of them; far too little for a password.
Digest sha256(std::string_view bytes);
/// Takes as long whether the first byte differs or the last.
bool equal(const Digest& a, std::string_view b);
std::string_view bytes_of(const Digest& digest);

/// The bytes that a standard base64 text (RFC 4648, section 4) stands for, with its padding or without; nothing for any other text.
std::optional<std::string> from_base64(std::string_view text);

/// Names what a process has already found true of secrets, without keeping them: BLAKE2b under a key that is drawn anew for each
/// object and leaves it never. Thread-safe.
class SecretNamer {
 public:
  SecretNamer();
  ~SecretNamer();
  SecretNamer(const SecretNamer&) = delete;
  SecretNamer& operator=(const SecretNamer&) = delete;

  /// Of three texts; "a", "bc" is another name than "ab", "c".
  [[nodiscard]] Digest name(std::string_view first, std::string_view second, std::string_view third) const;

 private:
  std::array<unsigned char, 32> m_key{};
};

}  // namespace store
