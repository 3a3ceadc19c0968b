using Expo.Core.Registration;

namespace Expo.Core.Tests.Registration;

public sealed class RegistrationRulesTests
{
    private static readonly RegistrationRequest Good = RegistrationDesk.Request("ada");

    public static TheoryData<string, string?, string> BadFields => new()
    {
        { "Place", null, "place-missing" }, { "Place", "", "place-missing" }, { "Place", "the balcony", "place-unknown" }, { "Place", "room/../stream", "place-unknown" }, { "Place", "waiting:", "place-unknown" },
        { "Name", null, "name-missing" }, { "Name", " \t ", "name-missing" }, { "Name", new string('a', 121), "name-too-long" }, { "Name", new string('a', 1_000_000), "name-too-long" },
        { "Name", "Ada\r\nBcc: all@example.org", "name-unreadable" }, { "Name", "Ada\0", "name-unreadable" }, { "Name", "Ada \u202Eadmin", "name-unreadable" },
        { "Name", "Ada\u2028x", "name-unreadable" }, { "Name", "Ada\uD800", "name-unreadable" }, { "Name", "123 !", "name-unreadable" }, { "Name", "\u200B", "name-unreadable" },
        { "Name", "Win at https://evil.example", "name-with-link" }, { "Name", "WWW.evil.example", "name-with-link" },
        { "Email", null, "email-missing" }, { "Email", "  ", "email-missing" }, { "Email", "ada", "email-without-at" }, { "Email", "@example.org", "email-without-at" }, { "Email", "ada@", "email-without-at" },
        { "Email", "marisol@thornebury", "email-without-ending" }, { "Email", "ada@example..org", "email-malformed" }, { "Email", "ada@.org", "email-malformed" }, { "Email", "ada@-x.org", "email-malformed" },
        { "Email", "a b@example.org", "email-malformed" }, { "Email", ".ada@example.org", "email-malformed" }, { "Email", "a..b@example.org", "email-malformed" }, { "Email", "<ada@example.org>", "email-malformed" },
        { "Email", "ada@example.org,eve@example.org", "email-malformed" }, { "Email", "\"a b\"@example.org", "email-malformed" }, { "Email", "ada@[127.0.0.1]", "email-malformed" }, { "Email", "ada@127.0.0.1", "email-malformed" },
        { "Email", "ada@exa_mple.org", "email-malformed" }, { "Email", "ada\r\nBcc:x@example.org", "email-unreadable" }, { "Email", "ada\0@example.org", "email-unreadable" }, { "Email", "ada\uDC00@example.org", "email-unreadable" },
        { "Email", new string('a', 65) + "@example.org", "email-too-long" }, { "Email", "a@" + string.Concat(Enumerable.Repeat(new string('b', 60) + ".", 5)) + "org", "email-malformed" }, { "Email", new string('a', 100_000) + "@example.org", "email-too-long" },
        { "Organisation", new string('o', 161), "organisation-too-long" }, { "Organisation", "a\nb", "organisation-unreadable" },
        { "Country", null, "country-missing" }, { "Country", " ", "country-missing" }, { "Country", "XX", "country-unknown" }, { "Country", "Atlantis", "country-unknown" },
        { "AccessNeeds", new string('n', 1001), "access-needs-too-long" }, { "AccessNeeds", "a\u0007", "access-needs-unreadable" },
    };

    [Theory, MemberData(nameof(BadFields))]
    public void Every_bad_field_is_refused_by_name_with_what_to_do(string field, string? value, string code)
    {
        var mistakes = RegistrationRules.Check(With(field, value), []);

        var mistake = Assert.Single(mistakes);
        Assert.Equal((RefusalKind.Invalid, "registration." + code, field), (mistake.Kind, mistake.Code, mistake.Field));
        Assert.EndsWith(".", mistake.Message.TrimEnd('”'), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        var mistakes = RegistrationRules.Check(new RegistrationRequest(), []);

        Assert.Equal(["Place", "Name", "Email", "Country"], mistakes.Select(m => m.Field));
    }

    [Theory]
    [InlineData("O’Brien-Šimůnek, Ph.D.")]
    [InlineData("李小龍")]
    [InlineData("محمد\u200Cرضا")]
    [InlineData("<script>alert(1)</script>")]
    public void Unusual_names_are_people_too(string name)
    {
        Assert.Empty(RegistrationRules.Check(Good with { Name = name }, []));
    }

    [Fact]
    public void Text_is_measured_as_it_will_be_stored()
    {
        // Composing makes two characters of U+0958 and one of E and an accent.
        var grows = string.Concat(Enumerable.Repeat("\u0958", 61));
        var shrinks = string.Concat(Enumerable.Repeat("E\u0301", 120));

        Assert.Equal([RegistrationRefusals.NameTooLong], RegistrationRules.Check(Good with { Name = grows }, []));
        Assert.Equal([RegistrationRefusals.OrganisationTooLong], RegistrationRules.Check(Good with { Organisation = grows + grows }, []));
        Assert.Empty(RegistrationRules.Check(Good with { Name = shrinks }, []));
    }

    [Theory]
    [InlineData("Ada@Example.ORG", "ada@example.org")]
    [InlineData("  ada@example.org\t", "ada@example.org")]
    [InlineData("ａｄａ＠example．org", "ada@example.org")]
    [InlineData("ÅSA@exämple.se", "åsa@xn--exmple-cua.se")]
    [InlineData("A\u030Asa@example.se", "åsa@example.se")]
    [InlineData("ada+expo@example.org", "ada+expo@example.org")]
    [InlineData("a.da@example.org", "a.da@example.org")]
    [InlineData("ada@xn--exmple-cua.se", "ada@xn--exmple-cua.se")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@example.museum", "!#$%&'*+-/=?^_`{|}~@example.museum")]
    public void Addresses_are_compared_in_one_form(string typed, string normalised)
    {
        Assert.Equal(normalised, EmailAddresses.Normalise(typed).Value);
    }

    [Fact]
    public void A_country_is_named_by_code_or_name()
    {
        Assert.Equal(["Sweden", "Sweden", "Côte d’Ivoire"], new[] { "se", " SWEDEN ", "CI" }.Select(Countries.NameOf));
        Assert.Equal(249, Countries.All.DistinctBy(c => c.Code).Count());
    }

    [Fact]
    public void Ticket_codes_are_read_as_people_type_them_and_do_not_repeat()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => TicketCodes.Create()).ToHashSet();

        Assert.Equal(1000, codes.Count);
        Assert.All(codes, code => Assert.Equal(code, TicketCodes.Parse(TicketCodes.Grouped(code).ToLowerInvariant())));
        Assert.Equal("0123456789ABCD10", TicketCodes.Parse(" o123 4567-89ab cdIo"));
        Assert.Equal("7K4M-2QXR-9TBC-WJ5H", TicketCodes.Grouped("7K4M2QXR9TBCWJ5H"));
    }

    private static RegistrationRequest With(string field, string? value) => field switch
    {
        "Place" => Good with { Place = value },
        "Name" => Good with { Name = value },
        "Email" => Good with { Email = value },
        "Organisation" => Good with { Organisation = value },
        "Country" => Good with { Country = value },
        _ => Good with { AccessNeeds = value },
    };
}
