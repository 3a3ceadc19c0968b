using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Mail;

/// <summary>Where letters come from and how they leave. Without a server they are written to a folder.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Address that letters come from.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "registration@expo.example";

    /// <summary>Name that letters come from. The event's name when not set.</summary>
    [StringLength(120)]
    public string? FromName { get; set; }

    /// <summary>Where this site is reached by the public; the links in letters begin with it.</summary>
    [Required, Url]
    public string Site { get; set; } = "http://127.0.0.1:5080";

    public SmtpOptions Smtp { get; set; } = new();

    public AzureMailOptions Azure { get; set; } = new();

    /// <summary>How many letters are sent over one connection and noted together.</summary>
    [Range(1, 500)]
    public int BatchSize { get; set; } = 50;

    /// <summary>The part of <see cref="From"/> after the at sign: letters and calendar entries are named in it.</summary>
    public string Domain => From[(From.LastIndexOf('@') + 1)..];

    /// <summary>An address of this site, for instance <c>/tickets/…</c>, with host.</summary>
    public string Link(string path) => Site.TrimEnd('/') + path;
}

/// <summary>A mail server. Letters leave through it as soon as <see cref="Host"/> is set.</summary>
public sealed class SmtpOptions
{
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>False only for a server on the same machine: the letter and the password would travel in the clear.</summary>
    public bool Tls { get; set; } = true;
}

/// <summary>Azure Communication Services. Letters leave through it as soon as <see cref="ConnectionString"/> is set.</summary>
public sealed class AzureMailOptions
{
    /// <summary>As the portal shows it: <c>endpoint=https://….communication.azure.com/;accesskey=…</c>. A secret.</summary>
    public string? ConnectionString { get; set; }
}
