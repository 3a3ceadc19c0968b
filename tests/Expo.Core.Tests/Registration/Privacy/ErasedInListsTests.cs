using System.Text;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class ErasedInListsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_person_who_was_erased_stands_in_no_list_count_or_file(DatabaseProvider provider)
    {
        await using var privacy = await PrivacyDesk.OpenAsync(provider);
        var desk = privacy.Desk;
        await desk.RegisterAsync("ada", "grace");
        Assert.Null((await privacy.Service.EraseAsync(RegistrationDesk.Organiser, "grace@example.org", "Asked for it", new ErasureScope(), Ct)).Refusal);
        var conference = await AttendeeListTests.ConferenceAsync(desk);

        var page = (await desk.Attendees.AttendeesAsync(RegistrationDesk.Organiser, conference, AttendeeFilter.Everybody, AttendeeOrder.Newest, 0, 25, Ct)).Value;
        var counts = (await desk.Attendees.CountsAsync(RegistrationDesk.Organiser, conference, Ct)).Value;
        var person = await desk.Attendees.PersonAsync(RegistrationDesk.Organiser, 2, Ct);
        var file = Encoding.UTF8.GetString(await AttendeeExportTests.FileAsync(desk, AttendeeFilter.Everybody, "name", "email"));

        var door = new DoorQueries(desk.Test.Store, desk.Test.Clock);
        var at = new Core.Accounts.Actor { Name = "Dora Door", IsDoor = true };
        await desk.Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Email == "").ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AttendeeState.Confirmed), Ct));

        Assert.Empty((await door.FindAsync(at, "erased", null, Ct)).Value.People);
        Assert.Equal(["Person ada"], (await door.ListAsync(at, Ct)).Value.Tickets.Select(t => t.Name));
        Assert.Equal("Person ada", Assert.Single(page.People).Name);
        Assert.Equal((1, 1), (page.Total, counts.Total));
        Assert.Equal(AttendeeRefusals.Unknown, person.Refusal);
        Assert.Equal("\uFEFFname,email\r\nPerson ada,ada@example.org\r\n", file);
    }
}
