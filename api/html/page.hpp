// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/role.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace api {

/// Builds a piece of HTML. Whatever is not markup of ours goes through text(), which escapes it for contents and for quoted
/// attributes alike; bytes that are not UTF-8 become U+FFFD, control characters too.
class Html {
 public:
  Html& raw(std::string_view markup) {
    m_out += markup;
    return *this;
  }
  Html& text(std::string_view text);
  /// <a href="…">label</a>
  Html& link(std::string_view href, std::string_view label);
  /// <tag>content</tag>
  Html& element(std::string_view tag, std::string_view content);

  [[nodiscard]] const std::string& str() const { return m_out; }
  [[nodiscard]] std::size_t size() const { return m_out.size(); }

 private:
  std::string m_out;
};

/// Its name for people, with the areas that it is bound to.
geo::Text role_title(const geo::Role& role);
/// What the role sees, and what follows from that; the rest of a sentence.
geo::Text role_text(const Site& site);
/// Whether people sign in here, and who has.
geo::Text who_text(const Site& site);

/// Where to sign in, and come back from to this page.
std::string session_url(const Call& call);
/// A form of one button.
void append_sign_out(Html& html, const Call& call);

/// A step of the way back to the start.
struct Crumb {
  std::string href, text;
};

/// Whether the page is there in JSON; a refusal is not there at all, and does not repeat its address.
enum class Alternate { json, none, refusal };
/// The whole page around `body`: head, way back, the same page in JSON (if there is one), whose eyes this is for.
std::string html_page(const Call& call, std::string_view title, const std::vector<Crumb>& way, const Html& body,
                      Alternate alternate = Alternate::json);

}  // namespace api
