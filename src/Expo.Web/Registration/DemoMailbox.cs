using Expo.Core.Agenda;
using Expo.Core.Mail;

namespace Expo.Web.Registration;

/// <summary>
/// Lets whoever tries the demo read the letters that it writes into a folder, in place of a mailbox of their own. Open only
/// in Development, for a demo conference, and while letters go to the folder.
/// </summary>
public sealed class DemoMailbox(IWebHostEnvironment environment, AgendaQueries agenda, IMailer mailer)
{
    public const string Path = "/demo/mailbox";

    public async Task<bool> IsOpenAsync(CancellationToken ct) =>
        environment.IsDevelopment() && mailer is FolderMailer && await agenda.ConferenceAsync(ct) is { IsDemo: true };
}
