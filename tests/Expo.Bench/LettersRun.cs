using System.Diagnostics;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Bench;

/// <summary>What one ticket letter costs before it leaves: its words with the calendar, and its MIME form.</summary>
internal static class LettersRun
{
    private const int Letters = 3_000;

    public static async Task RunAsync(TextWriter to)
    {
        var site = new MailOptions { From = "desk@expo.example", Site = "https://expo.example/" };
        EventDay[] days = [new(Samples.Opening, Samples.Opening.AddHours(8)), new(Samples.Opening.AddDays(1), Samples.Opening.AddDays(1).AddHours(8))];
        Conference conference = Samples.Conference();
        Ticket Ticket(int i) => new(
            new Attendee { Id = i, ConferenceId = 1, TicketCode = "7K4M2QXR9TBCWJ5H", Name = $"Person {i}", Email = $"p{i}@example.org", NormalisedEmail = $"p{i}@example.org" }, conference, Places.Room, null);

        _ = TicketCalendar.Write(Ticket(0), days, site, Samples.Opening);
        await to.WriteLineAsync("| step | µs for each letter, median of 5 rounds |\n| --- | --- |");
        var written = new Letter[Letters];
        await MeasureAsync(to, "calendar alone", i => TicketCalendar.Write(Ticket(i), days, site, Samples.Opening));
        await MeasureAsync(to, "words and calendar", i => written[i] = RegistrationLetters.Write(nameof(SendTicket), "o7", Ticket(i), days, site, Samples.Opening)!);
        await MeasureAsync(to, "MIME", i =>
        {
            using var message = MimeLetters.ToMime(written[i], site, Samples.Opening);
            message.WriteTo(Stream.Null);
        });
    }

    private static async Task MeasureAsync(TextWriter to, string step, Action<int> work)
    {
        var rounds = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < Letters; i++)
            {
                work(i);
            }

            rounds.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds / Letters);
        }

        // The first round compiles.
        await to.WriteLineAsync($"| {step} | {rounds.Skip(1).Order().ElementAt(2):0} |");
    }
}
